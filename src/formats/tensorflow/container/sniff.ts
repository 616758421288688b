import { type ByteSource, type HeadField, messageHead } from "../../../bytes/index.ts";

/** Messages that are a file of their own. */
export type FileMessage = "SavedModel" | "MetaGraphDef" | "GraphDef";

/** Fields that are looked at in a message. */
const mostFields = 64;
const textBytes = 4096;

/**
 * Which message a file begins as: by the numbers and kinds of its first fields, in text form by their names. Undefined for
 * anything else, and for a file with nothing in it.
 */
export function sniffMessage(
  source: ByteSource,
): { readonly message: FileMessage; readonly isText: boolean } | undefined {
  const binary = binaryMessages.find(([, matches]) => matches(source, { start: 0, end: source.size }));
  if (binary !== undefined) return { message: binary[0], isText: false };
  const text = new TextDecoder("utf-8").decode(source.read(0, Math.min(source.size, textBytes)));
  const words = text.replace(/^\ufeff/, "").replace(/#.*/g, "");
  const found = textMessages.find(([, pattern]) => pattern.test(words));
  return found === undefined ? undefined : { message: found[0], isText: true };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

type Matches = (source: ByteSource, range: Range) => boolean;

const binaryMessages: readonly (readonly [FileMessage, Matches])[] = [
  ["SavedModel", isSavedModel],
  ["GraphDef", isGraph],
  ["MetaGraphDef", isMetaGraph],
];

function head(source: ByteSource, { start, end }: Range): readonly HeadField[] {
  return messageHead(source, mostFields, start, end) ?? [];
}

const isMessage = (field: HeadField | undefined): field is HeadField => field?.wireType === 2;
const inside = ({ offset, length }: HeadField, { end }: Range): Range => ({
  start: offset,
  end: Math.min(end, offset + length),
});

/** saved_model.proto: version 1, graphs 2. */
function isSavedModel(source: ByteSource, range: Range): boolean {
  const fields = head(source, range);
  const graph = fields.find(({ number }) => number === 2);
  const isKnown = fields.every(
    ({ number, wireType }) => (number === 1 && wireType === 0) || (number === 2 && wireType === 2),
  );
  return isKnown && isMessage(graph) && isMetaGraph(source, inside(graph, range));
}

/** meta_graph.proto: information 1, graph 2, saver 3, collections 4, signatures 5, assets 6, objects 7. */
function isMetaGraph(source: ByteSource, range: Range): boolean {
  const fields = head(source, range);
  const infos = fields.filter(({ number }) => number === 1);
  const isKnown = fields.every(({ number, wireType }) => number <= 7 && wireType === 2);
  if (fields.length === 0 || !isKnown || infos.length > 1) return false;
  const [info] = infos;
  const graph = fields.find(({ number }) => number === 2);
  if (info !== undefined && !isInfo(source, inside(info, range))) return false;
  if (graph === undefined) return info !== undefined && info.offset + info.length >= range.end;
  return info === undefined
    ? isGraph(source, inside(graph, range))
    : graph.length === 0 || isGraph(source, inside(graph, range));
}

/** MetaInfoDef: version 1, operators 2, anything 3, tags 4, TensorFlow's version 5 and 6, a flag 7, function names 8. */
function isInfo(source: ByteSource, range: Range): boolean {
  const fields = head(source, range);
  const isKnown = fields.every(({ number, wireType }) => number <= 8 && wireType === (number === 7 ? 0 : 2));
  return fields.length > 0 && isKnown && !isNode(source, range);
}

/** graph.proto: nodes 1, library 2, version 3, versions 4, debug information 5. */
function isGraph(source: ByteSource, range: Range): boolean {
  const fields = head(source, range);
  const isKnown = fields.every(({ number, wireType }) => wireType === (number === 3 ? 0 : 2) && number <= 5);
  const node = fields.find(({ number }) => number === 1);
  if (!isKnown || fields.length === 0) return false;
  return isMessage(node)
    ? isNode(source, inside(node, range))
    : fields.some(({ number }) => number === 2 || number === 4);
}

/** node_def.proto: a name and an operator, which is one word. */
function isNode(source: ByteSource, range: Range): boolean {
  const fields = head(source, range);
  const op = fields.find(({ number }) => number === 2);
  if (!isMessage(fields.find(({ number }) => number === 1)) || !isMessage(op) || op.length > 200) return false;
  const { start, end } = inside(op, range);
  return /^[A-Za-z_][\w>.:/]*$/.test(new TextDecoder("utf-8").decode(source.read(start, end - start)));
}

const textMessages: readonly (readonly [FileMessage, RegExp])[] = [
  ["SavedModel", /^\s*(saved_model_schema_version\s*:|meta_graphs\s*:?\s*[{<])/],
  [
    "MetaGraphDef",
    /^\s*(meta_info_def|graph_def|saver_def|collection_def|signature_def|asset_file_def|object_graph_def)\s*:?\s*[{<]/,
  ],
  ["GraphDef", /^\s*(node\s*:?\s*[{<]\s*(name|op)\s*:|(library|versions)\s*:?\s*[{<])/],
];
