import { fail, type Where } from "../../../diagnostics/index.ts";
import { KER_E007 } from "../codes.ts";
import { type Argument, type Call, isListArgument, type TensorReference } from "./argument.ts";
import { field, isArray, isObject, type Json, type JsonObject, shortJson } from "./json.ts";

/**
 * The calls of a layer from `inbound_nodes`. Keras 1 and 2 write the first argument as nested lists of
 * `[layer, call, tensor, kwargs]` and everything else as `kwargs`; Keras 3 writes `{ args, kwargs }` with
 * `__keras_tensor__` objects. `keepsStructure`: a list of one tensor stays a list (Keras 2 does so for functions).
 */
export function parseCalls(
  nodes: Json | undefined,
  layers: ReadonlySet<string>,
  keepsStructure: boolean,
  where: Where,
): readonly Call[] {
  if (nodes === undefined || nodes === null) return [];
  const expected = "a list of layer calls";
  if (!isArray(nodes)) return fail(KER_E007, where, { at: "inbound_nodes", expected, found: shortJson(nodes) });
  return nodes.map((node) => {
    if (isObject(node) && field(node, "args") !== undefined) return recordCall(node, where);
    return listCall(node, layers, keepsStructure, where);
  });
}

function recordCall(node: JsonObject, where: Where): Call {
  const args = decodeArgument(field(node, "args") ?? null);
  const kwargs = field(node, "kwargs");
  if (!isListArgument(args)) {
    return fail(KER_E007, where, { at: "inbound_nodes", expected: "a list of arguments", found: shortJson(node) });
  }
  const named = isObject(kwargs) ? Object.entries(kwargs) : [];
  return { args, kwargs: new Map(named.map(([key, value]) => [key, decodeArgument(value)])) };
}

/** An argument as `serialize_keras_object` of Keras 3 writes it. */
export function decodeArgument(value: Json): Argument {
  if (isArray(value)) return value.map(decodeArgument);
  if (!isObject(value)) return value;
  const name = field(value, "class_name");
  const config = field(value, "config");
  const inner: JsonObject = isObject(config) ? config : value;
  const at = (key: string): Json => field(inner, key) ?? null;
  switch (name) {
    case "__keras_tensor__":
      return tensorReference(inner) ?? record(value);
    case "__slice__":
      return {
        kind: "slice",
        start: decodeArgument(at("start")),
        stop: decodeArgument(at("stop")),
        step: decodeArgument(at("step")),
      };
    case "__ellipsis__":
      return { kind: "ellipsis" };
    case "__numpy__":
    case "__tensor__": {
      const dtype = at("dtype");
      return { kind: "array", value: at("value"), dtype: typeof dtype === "string" ? dtype : undefined };
    }
    case "__bytes__":
      return decodeArgument(at("value"));
    case "__tuple__":
    case "TensorShape":
      return decodeArgument(at("items"));
    default:
      return record(value);
  }
}

function record(value: JsonObject): Argument {
  return {
    kind: "record",
    entries: new Map(Object.entries(value).map(([key, item]) => [key, decodeArgument(item)])),
  };
}

function tensorReference(config: JsonObject): TensorReference | undefined {
  const history = field(config, "keras_history");
  if (!isArray(history)) return undefined;
  const [layer, call, tensor] = history;
  if (typeof layer !== "string" || !isIndex(call) || !isIndex(tensor)) return undefined;
  const shape = field(config, "shape");
  const dtype = field(config, "dtype");
  return {
    kind: "tensor",
    layer,
    call,
    tensor,
    ...(isArray(shape) && shape.every(isExtent) ? { shape } : {}),
    ...(typeof dtype === "string" ? { dtype } : {}),
  };
}

const isIndex = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0;
const isExtent = (value: Json): value is number | null => value === null || isIndex(value);

const constantMark = "_CONSTANT_VALUE";

function listCall(node: Json, layers: ReadonlySet<string>, keepsStructure: boolean, where: Where): Call {
  const kwargs = new Map<string, Argument>();

  function leaf(value: Json): Argument | undefined {
    if (!isArray(value) || value.length < 3 || value.length > 4) return undefined;
    const [layer, call, tensor, named] = value;
    if (typeof layer !== "string" || typeof call !== "number") return undefined;
    if (isObject(named)) {
      for (const [key, item] of Object.entries(named)) kwargs.set(key, decodeKeyword(item, layers));
    }
    if (layer === constantMark) return decodeArgument(tensor ?? null);
    if (!isIndex(call) || !isIndex(tensor)) return undefined;
    return { kind: "tensor", layer, call, tensor };
  }

  function structure(value: Json): Argument {
    const found = leaf(value);
    if (found !== undefined) return found;
    if (isArray(value)) return value.map(structure);
    if (isObject(value)) {
      return {
        kind: "record",
        entries: new Map(Object.entries(value).map(([key, item]) => [key, structure(item)])),
      };
    }
    const expected = "[layer, call, tensor]";
    return fail(KER_E007, where, { at: "inbound_nodes", expected, found: shortJson(value) });
  }

  const first = structure(node);
  const single = !keepsStructure && isListArgument(first) && first.length === 1 ? first[0] : undefined;
  return { args: [single ?? first], kwargs };
}

/** A keyword argument of Keras 2: tensors are `[layer, call, tensor]`, slices records of start, stop and step. */
function decodeKeyword(value: Json, layers: ReadonlySet<string>): Argument {
  if (isArray(value)) {
    const [layer, call, tensor] = value;
    if (value.length === 3 && typeof layer === "string" && layers.has(layer) && isIndex(call) && isIndex(tensor)) {
      return { kind: "tensor", layer, call, tensor };
    }
    return value.map((item) => decodeKeyword(item, layers));
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 3 && ["start", "stop", "step"].every((key) => keys.includes(key))) {
    const part = (key: string): Argument => decodeKeyword(field(value, key) ?? null, layers);
    return { kind: "slice", start: part("start"), stop: part("stop"), step: part("step") };
  }
  if (field(value, "class_name") !== undefined) return decodeArgument(value);
  return { kind: "record", entries: new Map(Object.entries(value).map(([k, v]) => [k, decodeKeyword(v, layers)])) };
}
