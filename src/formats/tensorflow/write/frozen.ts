import { encodeMessage } from "../../../bytes/index.ts";
import { attempt, createCollector, type Diagnostic, diagnose } from "../../../diagnostics/index.ts";
import { type Constant, constantBytes, constantTensor, type Model } from "../../../ir/index.ts";
import type { WriteResult } from "../../format.ts";
import { dataTypeName, type MessageDraft, shapeDraft, tensorflowSchema } from "../schema/index.ts";
import { TFG_E020, TFG_W020 } from "./codes.ts";
import { type WrittenGraph, type WrittenTensor, writeGraph } from "./graph.ts";
import { type GraphTarget, tensorflowTarget } from "./target.ts";

/** Format of graphs of TensorFlow 1.15, and the oldest that reads it (tensorflow/core/public/version.h). */
const versions = { producer: 134, min_consumer: 12 };

/** Writes the first signature of a model as a frozen graph: one GraphDef with its constants inside. */
export function writeFrozenGraph(model: Model, name: string): WriteResult {
  return writeOne(model, (graph, { inputs, outputs }) => {
    const names = (tensors: readonly WrittenTensor[]): readonly string[] => tensors.map(({ tensor }) => tensor);
    const bytes = encodeMessage(tensorflowSchema, "GraphDef", graph);
    return { files: [{ name, bytes }], ends: { inputs: names(inputs), outputs: names(outputs) } };
  });
}

/**
 * Writes the first signature of a model as a SavedModel as TensorFlow 1 saves it: a frozen graph with a signature and no
 * variables (tensorflow/core/protobuf/saved_model.proto).
 */
export function writeFrozenSavedModel(model: Model): WriteResult {
  return writeOne(model, (graph, { inputs, outputs }) => {
    const infos = (tensors: readonly WrittenTensor[]): ReadonlyMap<string, MessageDraft<"TensorInfo">> =>
      new Map(tensors.map(({ name, tensor, dtype, shape }) => [name, { name: tensor, dtype, tensor_shape: shape }]));
    const signature = { inputs: infos(inputs), outputs: infos(outputs), method_name: "tensorflow/serving/predict" };
    const bytes = encodeMessage(tensorflowSchema, "SavedModel", {
      saved_model_schema_version: 1,
      meta_graphs: [
        {
          meta_info_def: { tags: ["serve"], tensorflow_version: "1.15.0" },
          graph_def: graph,
          signature_def: new Map([["serving_default", signature]]),
        },
      ],
    });
    return { files: [{ name: "saved_model.pb", bytes }] };
  });
}

/** The model with the one signature that is written, and which ones are not. */
export function prepareFrozen(model: Model): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const [signature, ...others] = model.signatures;
  if (signature === undefined || others.length === 0) return { model, diagnostics: [] };
  const evidence = { written: signature.name, dropped: others.map((other) => other.name) };
  return { model: { ...model, signatures: [signature] }, diagnostics: [diagnose(TFG_W020, {}, evidence)] };
}

function writeOne(
  model: Model,
  encode: (graph: MessageDraft<"GraphDef">, written: WrittenGraph) => Omit<WriteResult, "diagnostics">,
): WriteResult {
  const report = createCollector();
  report.add(...prepareFrozen(model).diagnostics);
  const [signature] = model.signatures;
  if (signature === undefined) {
    const evidence = { node: model.name, reason: "the model has no signature" };
    return { files: [], diagnostics: [diagnose(TFG_E020, {}, evidence)] };
  }
  const result = attempt(() => {
    const written = writeGraph(model, signature, tensorflowTarget);
    const fill = filler(written.constants, tensorflowTarget);
    const functions = written.functions.map((f) => ({ ...f, node_def: (f.node_def ?? []).map(fill) }));
    const library = functions.length === 0 ? {} : { library: { function: functions } };
    return encode({ node: written.nodes.map(fill), versions, ...library }, written);
  });
  return "value" in result
    ? { ...result.value, diagnostics: report.diagnostics }
    : { files: [], diagnostics: [...report.diagnostics, result.diagnostic] };
}

/** Puts the elements into Const nodes. */
function filler(
  constants: ReadonlyMap<string, Constant>,
  target: GraphTarget,
): (node: MessageDraft<"NodeDef">) => MessageDraft<"NodeDef"> {
  return (node) => {
    const constant = node.op === "Const" ? constants.get(node.name ?? "") : undefined;
    if (constant === undefined) return node;
    const tensor = tensorDraft(constant, target);
    return { ...node, attr: new Map([...(node.attr ?? []), ["value", { tensor }]]) };
  };
}

function tensorDraft(constant: Constant, target: GraphTarget): MessageDraft<"TensorProto"> {
  const dtype = dataTypeName(target.dtype(constant.dtype) ?? constant.dtype);
  const described = { dtype, tensor_shape: shapeDraft(constant.shape) };
  if (constant.dtype === "string") {
    return { ...described, string_val: constantTensor(constant).data as readonly Uint8Array[] };
  }
  return { ...described, tensor_content: constantBytes(constant) };
}
