import { attempt, type Diagnostic, diagnose } from "../diagnostics/index.ts";
import { FMT_E001, FMT_E011 } from "./codes.ts";
import {
  hex,
  identifyAppleDouble,
  identifyArchive,
  identifyBinary,
  identifyEnding,
  identifyFolder,
  identifyMangled,
  identifyPart,
  identifyPickle,
  identifyProtobuf,
  identifyStump,
  identifyText,
  identifyZeros,
  type Sample,
  takeSample,
} from "./foreign/index.ts";
import type { FormatInput } from "./format.ts";

/** In the order of trying: marks that cannot be mistaken first, guesses from the name last. */
const recognisers: readonly ((sample: Sample) => Diagnostic | undefined)[] = [
  identifyStump,
  identifyAppleDouble,
  identifyArchive,
  identifyBinary,
  identifyPickle,
  identifyMangled,
  identifyText,
  identifyZeros,
  identifyProtobuf,
  identifyPart,
  identifyEnding,
];

/**
 * Says what content is that no reader takes: something other than a model, a model in a format that is not read, a part of
 * a model, or nothing known. Reads the beginning, the end, and of archives the list of members. Always one `FMT-E...`, or
 * what is wrong with an archive (`ZIP-E...`).
 */
export async function identifyForeign(input: FormatInput): Promise<Diagnostic> {
  const { bytes, name } = input;
  if (bytes === undefined) return identifyFolder(name, await input.list());
  if (bytes.size === 0) return diagnose(FMT_E001, { file: bytes.name }, {});
  const sample = takeSample(name, bytes);
  for (const recognise of recognisers) {
    const result = attempt(() => recognise(sample));
    const found = "diagnostic" in result ? result.diagnostic : result.value;
    if (found !== undefined) return found;
  }
  return diagnose(
    FMT_E011,
    { file: bytes.name },
    { size: sample.size, begins: hex(sample.head, 16), ending: sample.ending },
  );
}
