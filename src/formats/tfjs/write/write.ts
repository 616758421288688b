import type { JsonObject } from "../../../bytes/index.ts";
import { attempt, createCollector, diagnose } from "../../../diagnostics/index.ts";
import type { Constant, Model, Signature } from "../../../ir/index.ts";
import type { DType } from "../../../numerics/index.ts";
import type { WriteResult } from "../../format.ts";
import { TJS_E012, TJS_W005 } from "../codes.ts";
import type { TfjsWriteOptions } from "../options.ts";
import { tfjsOperators } from "./operators.ts";
import { usualShardBytes, writeWeights } from "./weights.ts";

/** What TensorFlow.js has of TensorFlow's graphs. */
export interface TfjsTarget {
  readonly title: string;
  readonly operators: ReadonlySet<string>;
  readonly dtype: (dtype: DType) => DType | undefined;
}

const dtypes: { readonly [D in DType]?: DType } = {
  float32: "float32",
  float16: "float32",
  int32: "int32",
  int64: "int32",
  bool: "bool",
  complex64: "complex64",
  string: "string",
};

export const tfjsTarget: TfjsTarget = {
  title: "TensorFlow.js",
  operators: tfjsOperators,
  dtype: (dtype) => dtypes[dtype],
};

/** Writes one signature as a GraphDef in JSON: the TensorFlow writer, given by who joins the formats. */
export type WriteGraph = (
  model: Model,
  signature: Signature,
  target: TfjsTarget,
) => {
  readonly graph: JsonObject;
  readonly signature: JsonObject;
  readonly constants: ReadonlyMap<string, Constant>;
};

/** Writes a graph-model: the first signature as a graph, and its constants beside it. */
export function writeTfjs(model: Model, name: string, options: TfjsWriteOptions, writeGraph: WriteGraph): WriteResult {
  const report = createCollector();
  const [signature, ...others] = model.signatures;
  if (signature === undefined) {
    return { files: [], diagnostics: [diagnose(TJS_E012, {}, { what: "The model", reason: "it has no signature" })] };
  }
  if (others.length > 0) {
    report.report(TJS_W005, {}, { written: signature.name, dropped: others.map((other) => other.name) });
  }
  const result = attempt(() => {
    const written = writeGraph(model, signature, tfjsTarget);
    const weights = writeWeights(written.constants, Math.max(1024, options.shardBytes ?? usualShardBytes));
    const json: JsonObject = {
      format: "graph-model",
      generatedBy: "holdfast",
      convertedBy: "holdfast",
      signature: written.signature,
      modelTopology: written.graph,
      weightsManifest: weights.manifest,
    };
    const text = new TextEncoder().encode(JSON.stringify(json));
    return [{ name: /\.json$/i.test(name) ? name : "model.json", bytes: text }, ...weights.files];
  });
  if ("diagnostic" in result) return { files: [], diagnostics: [...report.diagnostics, result.diagnostic] };
  return { files: result.value, diagnostics: report.diagnostics };
}
