import {
  type ByteSource,
  field,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  scanJson,
  shortJson,
} from "../../bytes/index.ts";
import { fail } from "../../diagnostics/index.ts";
import { TJS_E001, TJS_E002 } from "./codes.ts";

/** What a model's JSON says, before any of it is understood. */
export interface Artifact {
  /** Undefined for weights alone. */
  readonly topology: JsonObject | undefined;
  /** Undefined for a topology alone. */
  readonly manifest: readonly Json[] | undefined;
  /** True for the older form, in which the manifest is a file of its own. */
  readonly isManifest: boolean;
  readonly generatedBy: string | undefined;
  readonly convertedBy: string | undefined;
  /** Names of inputs and outputs of a graph, and what each tensor is. */
  readonly signature: JsonObject | undefined;
}

/** Longest JSON that is read: a JavaScript string holds little more. */
const sizeLimit = 2 ** 28;

/** Throws `TJS-E001` for damaged JSON and `TJS-E002` for JSON of something else. */
export function readArtifact(bytes: ByteSource, name: string): Artifact {
  if (bytes.size > sizeLimit) {
    fail(TJS_E002, { file: name }, { at: name, expected: `at most ${sizeLimit} bytes`, found: `${bytes.size}` });
  }
  const scanned = scanJson(new TextDecoder("utf-8").decode(bytes.read(0, bytes.size)));
  if ("problem" in scanned) {
    return fail(TJS_E001, { file: name, offset: scanned.problem.position }, { ...scanned.problem });
  }
  return toArtifact(scanned.value, name);
}

function toArtifact(json: Json, name: string): Artifact {
  if (isArray(json)) {
    const none = { topology: undefined, generatedBy: undefined, convertedBy: undefined, signature: undefined };
    return { ...none, manifest: json, isManifest: true };
  }
  const refuse = (at: string, expected: string, found: Json | undefined): never =>
    fail(TJS_E002, { file: name, path: at }, { at, expected, found: shortJson(found) });
  if (!isObject(json)) return refuse(name, "an object", json);
  const optional = (key: string): Json | undefined => field(json, key) ?? undefined;
  const topology = optional("modelTopology");
  const manifest = optional("weightsManifest");
  if (topology === undefined && manifest === undefined) refuse(name, "modelTopology and weightsManifest", json);
  if (topology !== undefined && !isObject(topology)) return refuse("modelTopology", "an object", topology);
  if (manifest !== undefined && !isArray(manifest)) return refuse("weightsManifest", "a list of groups", manifest);
  const text = (key: string): string | undefined => {
    const value = optional(key);
    return typeof value === "string" ? value : undefined;
  };
  const metadata = optional("userDefinedMetadata");
  const signature = optional("signature") ?? (isObject(metadata) ? field(metadata, "signature") : undefined);
  return {
    topology,
    manifest,
    isManifest: false,
    generatedBy: text("generatedBy"),
    convertedBy: text("convertedBy"),
    signature: isObject(signature) ? signature : undefined,
  };
}
