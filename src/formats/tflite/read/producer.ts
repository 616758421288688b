import { decodeFlatBuffer, type FlatSchema, memorySource } from "../../../bytes/index.ts";
import { attempt } from "../../../diagnostics/index.ts";
import { conversionMetadata } from "../metadata-names.ts";

/** The part of TensorFlow's `conversion_metadata.fbs` that names the producer. */
const schema = {
  tables: {
    ConversionMetadata: { environment: "Environment" },
    Environment: { tensorflow_version: "string", api_version: "uint" },
  },
  enums: {},
  wideEnums: [],
  unions: {},
} as const satisfies FlatSchema;

/** `TensorFlow 2.21.0`, from the converter's metadata; undefined when the bytes do not say it. */
export function producerOf(metadata: Uint8Array | undefined): string | undefined {
  if (metadata === undefined) return undefined;
  const decoded = attempt(() =>
    decodeFlatBuffer(schema, "ConversionMetadata", memorySource(metadata, conversionMetadata)),
  );
  const version = "value" in decoded ? decoded.value.root.environment?.tensorflow_version : undefined;
  return version === undefined || version === "" ? undefined : `TensorFlow ${version}`;
}
