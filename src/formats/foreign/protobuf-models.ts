import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E007, FMT_E009 } from "../codes.ts";
import { type ModelKindId, modelKinds } from "../kinds.ts";
import { type HeadField, protobufFields } from "./protobuf-head.ts";
import type { Sample } from "./sample.ts";

/** Names models that are protocol buffer messages by the numbers and kinds of their first fields. */
export function identifyProtobuf(sample: Sample): Diagnostic | undefined {
  if (sample.text !== undefined) return undefined;
  const message = protobufFields(sample.source);
  if (message === undefined || message.fields.length === 0) return undefined;
  const found = shapes.find(([, matches]) => matches(message.fields, sample));
  if (found === undefined) return undefined;
  const [format] = found;
  const numbers = [...new Set(message.fields.map(({ number }) => number))].slice(0, 12);
  const proof = `a protocol buffer with fields ${numbers.join(", ")}`;
  const where = { file: sample.source.name };
  return message.isCut
    ? diagnose(FMT_E009, where, { kind: modelKinds[format].title, proof, size: sample.size })
    : diagnose(FMT_E007, where, { format, proof });
}

type Matches = (fields: readonly HeadField[], sample: Sample) => boolean;

const shapes: readonly (readonly [ModelKindId, Matches])[] = [
  ["onnx", isOnnx],
  ["core-ml", isCoreMl],
  ["saved-model", isSavedModel],
  ["graph-def", isGraphDef],
  ["meta-graph", isMetaGraph],
  ["caffe", isCaffe],
];

const isMessage = (field: HeadField | undefined): field is HeadField => field?.wireType === 2 && field.length > 0;
const onlyOf = (fields: readonly HeadField[], known: readonly number[]): boolean =>
  fields.every(({ number }) => known.includes(number));
const fieldOf = (fields: readonly HeadField[], number: number): HeadField | undefined =>
  fields.find((field) => field.number === number);

/** Fields of the message inside a field. */
function inside({ source }: Sample, field: HeadField): readonly HeadField[] {
  return protobufFields(source, field.offset, field.offset + field.length)?.fields ?? [];
}

/** ModelProto of onnx.proto: ir_version 1, producer 2 and 3, domain 4, version 5, doc 6, graph 7, opset_import 8. */
function isOnnx(fields: readonly HeadField[]): boolean {
  const version = fieldOf(fields, 1);
  return (
    onlyOf(fields, [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]) &&
    (version === undefined || (version.wireType === 0 && version.value < 100)) &&
    (isMessage(fieldOf(fields, 7)) || (isMessage(fieldOf(fields, 8)) && version !== undefined)) &&
    [2, 3, 4, 6].every((number) => (fieldOf(fields, number)?.wireType ?? 2) === 2)
  );
}

/** Model.proto of Core ML: specificationVersion 1, description 2, and one kind of model from 200 on. */
function isCoreMl(fields: readonly HeadField[]): boolean {
  const isVersion = fields[0]?.number === 1 && fields[0].wireType === 0 && fields[0].value < 100;
  return isVersion && isMessage(fieldOf(fields, 2)) && fields.some(({ number }) => number >= 200 && number <= 3000);
}

/** SavedModel of saved_model.proto: schema version 1, meta graphs 2, each with its information 1 and graph 2. */
function isSavedModel(fields: readonly HeadField[], sample: Sample): boolean {
  const graph = fieldOf(fields, 2);
  const version = fieldOf(fields, 1);
  if (!onlyOf(fields, [1, 2]) || (version?.wireType ?? 0) !== 0 || !isMessage(graph)) return false;
  return isMetaGraph(inside(sample, graph), sample);
}

/** GraphDef of graph.proto: nodes 1 with name 1 and op 2, library 2, version 3, versions 4. */
function isGraphDef(fields: readonly HeadField[], sample: Sample): boolean {
  const [node] = fields;
  if (!onlyOf(fields, [1, 2, 3, 4, 5]) || node?.number !== 1 || !isMessage(node)) return false;
  const [name, op] = inside(sample, node);
  return name?.number === 1 && isMessage(name) && op?.number === 2 && isMessage(op) && isWord(sample, op);
}

/** MetaGraphDef of meta_graph.proto: information 1, graph 2, saver 3, collections 4, signatures 5, assets 6, objects 7. */
function isMetaGraph(fields: readonly HeadField[], sample: Sample): boolean {
  const graph = fieldOf(fields, 2);
  if (!onlyOf(fields, [1, 2, 3, 4, 5, 6, 7]) || !isMessage(fieldOf(fields, 1)) || !isMessage(graph)) return false;
  return isGraphDef(inside(sample, graph), sample);
}

/** NetParameter of caffe.proto: name 1, old layers 2, inputs 3 and 4, new layers 100. */
function isCaffe(fields: readonly HeadField[], sample: Sample): boolean {
  const layer = fieldOf(fields, 100) ?? (sample.ending === ".caffemodel" ? fieldOf(fields, 2) : undefined);
  return onlyOf(fields, [1, 2, 3, 4, 5, 6, 7, 8, 100]) && isMessage(layer);
}

/** An operator's name: letters, digits and underscores. */
function isWord({ source }: Sample, { offset, length }: HeadField): boolean {
  if (length > 100) return false;
  return /^[A-Za-z_][\w>.:/]*$/.test(new TextDecoder().decode(source.read(offset, length)));
}
