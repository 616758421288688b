import { createFlatEncoder, type EncodedTable } from "../../../bytes/index.ts";
import {
  attempt,
  type Collector,
  createCollector,
  type Diagnostic,
  fail,
  hasErrors,
} from "../../../diagnostics/index.ts";
import { type Model, type Signature, valueId } from "../../../ir/index.ts";
import type { WriteResult } from "../../format.ts";
import { rebase } from "../appended-zip.ts";
import { TFL_E013 } from "../codes.ts";
import { lowerForRuntime } from "../lower/lower.ts";
import { bufferLocation, isNamelessMetadata, outsideFlatBuffer } from "../metadata-names.ts";
import type { FilledOperand } from "../ops/rule.ts";
import { parseVersion, type RuntimeVersion } from "../runtime-versions.ts";
import { fileIdentifier, schemaVersion, type TableDraft, tfliteSchema } from "../schema/schema.ts";
import { type BufferBytes, createBufferList } from "./buffers.ts";
import { withInitialValues } from "./initial-values.ts";
import { appendedArchive, writeMetadata } from "./metadata.ts";
import { createCodeList, writeOperator } from "./operators.ts";
import { type ModelPlan, planModel } from "./plan.ts";
import { writeTensor } from "./tensors.ts";

export interface TfliteWriteOptions {
  /** TensorFlow Lite version that must be able to run the file, such as `2.8`; the newest by default. */
  readonly targetRuntime?: string;
}

/** Bytes of buffers from which on they are put behind the FlatBuffer, whose own offsets end at 2 GiB. */
const mostInside = 1.9e9;
/** Where buffers behind the FlatBuffer start: a multiple of this. */
const alignment = 16;
/** What says of itself who made the file, when the model does not. */
const description = "holdfast";

/** Everything of a file but the place of its buffers. */
interface Draft {
  readonly model: TableDraft<"Model">;
  readonly buffers: readonly (BufferBytes | undefined)[];
  readonly isOutside: boolean;
}

/**
 * The model with its variables' initial values assigned by graphs, and in operators that the target runtime has, as far as
 * their meaning allows.
 */
export function prepareTflite(
  start: Model,
  { targetRuntime }: TfliteWriteOptions,
): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const model = withInitialValues(start);
  if (targetRuntime === undefined) return { model, diagnostics: [] };
  const report = createCollector();
  const result = attempt(() => lowerForRuntime(model, targetOf(targetRuntime), report));
  return "value" in result
    ? { model: result.value, diagnostics: report.diagnostics }
    : { model, diagnostics: [...report.diagnostics, result.diagnostic] };
}

/** Writes a model whose operators TensorFlow Lite spells (see `spelling`). The file's bytes, or the error that stops it. */
export function writeTflite(model: Model, name: string, options: TfliteWriteOptions): WriteResult {
  const prepared = prepareTflite(model, options);
  if (hasErrors(prepared.diagnostics)) return { files: [], diagnostics: prepared.diagnostics };
  const report = createCollector();
  report.add(...prepared.diagnostics);
  const result = attempt(() => {
    const target = options.targetRuntime === undefined ? undefined : targetOf(options.targetRuntime);
    return withArchive(encode(draft(prepared.model, target, report)), appendedArchive(model.metadata));
  });
  if ("diagnostic" in result) return { files: [], diagnostics: [...report.diagnostics, result.diagnostic] };
  return { files: [{ name, bytes: result.value }], diagnostics: report.diagnostics };
}

function targetOf(text: string): RuntimeVersion {
  return parseVersion(text) ?? fail(TFL_E013, {}, { text });
}

function draft(model: Model, target: RuntimeVersion | undefined, report: Collector): Draft {
  const plan = planModel(model);
  const buffers = createBufferList(model.source.format === "tflite");
  const codes = createCodeList();
  const subgraphs = plan.graphs.map((graphPlan): TableDraft<"SubGraph"> => {
    const { graph, values, tensor } = graphPlan;
    const tensors = values.map((value) => writeTensor(value, graphPlan, buffers));
    const addTensor = (operand: FilledOperand): number =>
      tensors.push(writeTensor({ id: valueId(tensors.length), ...operand }, graphPlan, buffers)) - 1;
    const writer = { plan: graphPlan, codes, report, target, subgraph: plan.subgraph, addTensor };
    return {
      tensors,
      inputs: graph.inputs.map(tensor),
      outputs: graph.outputs.map(tensor),
      operators: graph.nodes.map((node) => writeOperator(node, writer)),
      name: graph.name,
    };
  });
  const entries = writeMetadata(model, plan, codes.runtime, report);
  const asksOutside = entries.some((entry) => entry.name === bufferLocation && isText(entry.bytes, outsideFlatBuffer));
  const isOutside = asksOutside || buffers.byteLength > mostInside;
  const marked =
    isOutside && !asksOutside ? [{ name: bufferLocation, bytes: new TextEncoder().encode(outsideFlatBuffer) }] : [];
  const metadata = [...entries, ...marked].map((entry) => ({ ...entry, buffer: buffers.addMetadata(entry.bytes) }));
  const nameless = metadata.filter((entry) => isNamelessMetadata(entry.name));
  const named = metadata.filter((entry) => !isNamelessMetadata(entry.name));
  return {
    isOutside,
    buffers: buffers.all,
    model: {
      version: schemaVersion,
      description: model.source.format === "tflite" ? model.source.description : description,
      operator_codes: codes.all,
      subgraphs,
      metadata: named.length === 0 ? undefined : named.map(({ name, buffer }) => ({ name, buffer })),
      metadata_buffer: nameless.length === 0 ? undefined : nameless.map(({ buffer }) => buffer),
      signature_defs: signatures(model, plan),
    },
  };
}

/**
 * Entry points, so that callers can go by names. One that was made up from the main graph of a file without any is not
 * written back.
 */
function signatures({ signatures: all, source }: Model, plan: ModelPlan): TableDraft<"SignatureDef">[] | undefined {
  const written = all.filter((signature) => !signature.implied || source.format !== "tflite");
  if (written.length === 0) return undefined;
  return written.map(({ name, graph, inputs, outputs }) => {
    const index = plan.subgraph(graph);
    const maps = (tensors: Signature["inputs"]): TableDraft<"TensorMap">[] =>
      tensors.map((tensor) => ({ name: tensor.name, tensor_index: plan.graphs[index]?.tensor(tensor.value) ?? 0 }));
    return { signature_key: name, subgraph_index: index, inputs: maps(inputs), outputs: maps(outputs) };
  });
}

function encode({ model, buffers, isOutside }: Draft): Uint8Array {
  if (!isOutside) return flatBuffer(model, buffers, undefined);
  // The places of buffers behind the FlatBuffer depend on its size, which does not depend on the places.
  const first = align(flatBuffer(model, buffers, () => Number.MAX_SAFE_INTEGER).length);
  let end = first;
  const places = buffers.map((buffer) => {
    if (!isBehind(buffer)) return 0;
    const place = end;
    end = align(end + buffer.bytes.length);
    return place;
  });
  const file = new Uint8Array(end);
  file.set(flatBuffer(model, buffers, (index) => places[index] ?? 0));
  buffers.forEach((buffer, index) => {
    if (isBehind(buffer)) file.set(buffer.bytes, places[index]);
  });
  return file;
}

const align = (offset: number): number => Math.ceil(offset / alignment) * alignment;

const isBehind = (buffer: BufferBytes | undefined): buffer is BufferBytes =>
  buffer !== undefined && !buffer.isMetadata && buffer.bytes.length > 0;

/** The FlatBuffer of a file; with `placeOf`, weights are named by their place in the file instead of being in it. */
function flatBuffer(
  model: TableDraft<"Model">,
  buffers: readonly (BufferBytes | undefined)[],
  placeOf: ((index: number) => number) | undefined,
): Uint8Array {
  const byteLength = buffers.reduce(
    (sum, b) => sum + (placeOf && isBehind(b) ? 0 : (b?.bytes.length ?? 0) + alignment),
    0,
  );
  const encoder = createFlatEncoder(tfliteSchema, byteLength + 64 * buffers.length + 2 ** 16);
  // What is encoded first lies last: tables come before weights, so that reading a graph touches the front of the file.
  const isInside = (buffer: BufferBytes | undefined) => buffer !== undefined && !(placeOf && isBehind(buffer));
  const inside = buffers.flatMap((buffer) => (buffer !== undefined && isInside(buffer) ? [buffer.bytes] : []));
  const held = encoder.dataTables("Buffer", "data", inside);
  const tables = buffers.map((buffer, index) => {
    if (isInside(buffer)) return held.shift() as EncodedTable;
    if (buffer === undefined) return encoder.table("Buffer", {});
    return encoder.table("Buffer", { offset: placeOf?.(index), size: buffer.bytes.length });
  });
  return encoder.finish(encoder.table("Model", { ...model, buffers: tables }), fileIdentifier);
}

/** The file with the archive behind it, whose offsets count from the start of the file. */
function withArchive(file: Uint8Array, archive: Uint8Array | undefined): Uint8Array {
  if (archive === undefined) return file;
  const whole = new Uint8Array(file.length + archive.length);
  whole.set(file);
  whole.set(rebase(archive.slice(), file.length) ?? archive, file.length);
  return whole;
}

function isText(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder().decode(bytes) === text;
}
