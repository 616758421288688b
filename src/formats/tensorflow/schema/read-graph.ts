import { type ByteSource, decodeMessage, parseTextMessage } from "../../../bytes/index.ts";
import { dataType } from "./data-type.ts";
import type {
  ArgDef,
  AttrList,
  AttrValue,
  FunctionCall,
  FunctionDef,
  GraphDef,
  LazyTensor,
  NodeDef,
  Versions,
} from "./graph-def.ts";
import { type Message, tensorflowSchema } from "./schema.ts";
import { readShape } from "./shape.ts";
import { readTensor } from "./tensor.ts";

/** Reads a binary GraphDef. Throws `PBF-E...`. */
export function readGraphDef(source: ByteSource): GraphDef {
  return fromGraphMessage(decodeMessage(tensorflowSchema, "GraphDef", source));
}

/** Reads a GraphDef in text form. Throws `PBF-E004`. */
export function readGraphDefText(source: ByteSource): GraphDef {
  return fromGraphMessage(parseTextMessage(tensorflowSchema, "GraphDef", source));
}

/** A graph from its message, however that was decoded. Of functions with one name the last counts. */
export function fromGraphMessage(graph: Message<"GraphDef">): GraphDef {
  const { library } = graph;
  return {
    nodes: graph.node.map(readNode),
    functions: new Map(library?.function.map((f) => [f.signature?.name ?? "", readFunction(f)])),
    gradients: new Map(library?.gradient.map((g) => [g.function_name, g.gradient_func])),
    versions: readVersions(graph.versions, graph.version),
  };
}

function readVersions(versions: Message<"VersionDef"> | undefined, old: number): Versions {
  return { producer: versions?.producer ?? old, minConsumer: versions?.min_consumer ?? 0 };
}

function readNode({ name, op, input, device, attr }: Message<"NodeDef">): NodeDef {
  return { name, op, inputs: input, device, attrs: readAttrs(attr, name) };
}

function readAttrs(attrs: ReadonlyMap<string, Message<"AttrValue">>, owner: string): ReadonlyMap<string, AttrValue> {
  return new Map([...attrs].map(([name, value]) => [name, readAttr(value, owner)]));
}

function readAttr(attr: Message<"AttrValue">, owner: string): AttrValue {
  if (attr.s !== undefined) return { kind: "string", value: attr.s };
  if (attr.i !== undefined) return { kind: "int", value: attr.i };
  if (attr.f !== undefined) return { kind: "float", value: attr.f };
  if (attr.b !== undefined) return { kind: "bool", value: attr.b };
  if (attr.type !== undefined) return { kind: "type", value: dataType(attr.type) };
  if (attr.shape !== undefined) return { kind: "shape", value: readShape(attr.shape) };
  if (attr.tensor !== undefined) return { kind: "tensor", value: lazyTensor(attr.tensor, owner) };
  if (attr.func !== undefined) return { kind: "func", value: readCall(attr.func, owner) };
  if (attr.placeholder !== undefined) return { kind: "placeholder", value: attr.placeholder };
  if (attr.list !== undefined) return { kind: "list", value: readList(attr.list, owner) };
  return { kind: "none" };
}

function readList(list: Message<"ListValue">, owner: string): AttrList {
  return {
    strings: list.s,
    ints: list.i,
    floats: list.f,
    bools: list.b,
    types: list.type.map(dataType),
    shapes: list.shape.map(readShape),
    tensors: list.tensor.map((tensor) => lazyTensor(tensor, owner)),
    funcs: list.func.map((call) => readCall(call, owner)),
  };
}

function readCall({ name, attr }: Message<"NameAttrList">, owner: string): FunctionCall {
  return { name, attrs: readAttrs(attr, owner) };
}

/** A tensor read from its message at the first use; `owner` names it in messages. */
export function lazyTensor(proto: Message<"TensorProto">, owner: string): LazyTensor {
  let value: ReturnType<typeof readTensor> | undefined;
  return {
    proto,
    read() {
      value ??= readTensor(proto, owner);
      return value;
    },
  };
}

function readFunction(f: Message<"FunctionDef">): FunctionDef {
  const name = f.signature?.name ?? "";
  return {
    name,
    inputs: f.signature?.input_arg.map(readArg) ?? [],
    outputs: f.signature?.output_arg.map(readArg) ?? [],
    attrNames: f.signature?.attr.map((attr) => attr.name) ?? [],
    attrs: readAttrs(f.attr, name),
    argAttrs: new Map(f.arg_attr.map(({ key, value }) => [key, readAttrs(value?.attr ?? new Map(), name)])),
    nodes: f.node_def.map(readNode),
    returns: f.ret,
    controlReturns: f.control_ret,
    isStateful: f.signature?.is_stateful ?? false,
  };
}

function readArg(arg: Message<"ArgDef">): ArgDef {
  return {
    name: arg.name,
    type: dataType(arg.type),
    typeAttr: arg.type_attr,
    numberAttr: arg.number_attr,
    typeListAttr: arg.type_list_attr,
    isRef: arg.is_ref,
  };
}
