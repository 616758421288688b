import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import { TFG_E002 } from "../codes.ts";
import { createAttributes, tfDefinition } from "../ops/index.ts";
import type { BodyNode } from "./body.ts";
import { elementShape, emptyList } from "./empty-list.ts";
import type { Out } from "./out.ts";
import type { Handler, Scope } from "./translation.ts";
import { tensorOf, valueOut } from "./values.ts";

const attributesOf = (node: BodyNode) =>
  createAttributes(node.attrs, tfDefinition(node.op), { node: node.name, op: node.op });

const refuse = (problem: string): never => fail(TFG_E002, {}, { problem });

/** The list as a tensor; one that is empty gets its shape from an element. */
function listTensor(scope: Scope, list: Out, element: ValueId): ValueId {
  if (list.kind !== "list") return tensorOf(scope, list);
  if (elementShape(list.list) === undefined) {
    const { shape } = scope.frame.builder.value(element).type;
    list.list.element = shape ?? refuse("the shape of an element of a list is not known");
  }
  return emptyList(scope.frame, list.list);
}

function readAt(scope: Scope, list: Out, index: Out): Out {
  const at = scope.frame.build.cast(tensorOf(scope, index), "int32");
  return valueOut(scope, scope.frame.emit.one("gather", [tensorOf(scope, list), at], { axis: 0, batchDims: 0 }));
}

function writeAt(scope: Scope, list: Out, index: Out, item: Out): Out {
  const { build } = scope.frame;
  const element = tensorOf(scope, item);
  const whole = listTensor(scope, list, element);
  const rank = build.dims(element).length;
  const at = build.reshape(build.cast(tensorOf(scope, index), "int32"), [1]);
  const start =
    rank === 0 ? at : build.concat([at, scope.frame.emit.ints(new Array<number>(rank).fill(0), "start")], 0);
  return valueOut(scope, build.op("dynamicUpdateSlice", whole, build.expandDims(element, 0), start));
}

function length(scope: Scope, list: Out): Out {
  const { build } = scope.frame;
  if (list.kind === "list") return valueOut(scope, build.cast(scope.frame.use(list.list.count), "int32"));
  const shape = build.shapeOf(tensorOf(scope, list));
  return valueOut(scope, build.reshape(build.sliceAxis(shape, 0, 0, 1), []));
}

/** Elements that a list takes all at once: those of a list without elements so far are the list. */
function fillList(scope: Scope, list: Out, indices: Out, values: Out): Out {
  if (list.kind !== "list") return refuse("a list that has elements takes others at once");
  const { build, emit } = scope.frame;
  const rows = tensorOf(scope, values);
  const places = tensorOf(scope, indices);
  const known = scope.frame.staticTensor(places);
  const inOrder = known === undefined || [...known.data].every((place, at) => Number(place) === at);
  if (inOrder) return valueOut(scope, rows);
  const count = build.reshape(build.cast(scope.frame.use(list.list.count), "int32"), [1]);
  const shape = build.concat([count, build.sliceAxis(build.shapeOf(rows), 0, 1)], 0);
  return valueOut(scope, emit.one("scatterNd", [build.expandDims(places, -1), rows, shape], {}));
}

const on =
  (handler: (scope: Scope, inputs: readonly [Out, Out, Out, Out], node: BodyNode) => readonly Out[]): Handler =>
  (scope, node, inputs) => ({
    kind: "done",
    outs: handler(scope, inputs as unknown as readonly [Out, Out, Out, Out], node),
  });

type ListOp =
  | "TensorListReserve"
  | "TensorListFromTensor"
  | "TensorListGetItem"
  | "TensorListSetItem"
  | "TensorListStack"
  | "TensorListLength"
  | "TensorArrayV3"
  | "TensorArrayReadV3"
  | "TensorArrayWriteV3"
  | "TensorArrayGatherV3"
  | "TensorArrayScatterV3"
  | "TensorArraySizeV3"
  | "TensorArrayCloseV3";

/**
 * Lists of tensors, whose length is known when they are made, as tensors: TensorLists are their handles, TensorArrays of
 * TensorFlow 1 their `flow`.
 */
export const listHandlers: Readonly<Record<ListOp, Handler>> = {
  TensorListReserve: on((scope, [shape, count], node) => {
    const declared = scope.frame.staticTensor(tensorOf(scope, shape));
    const dims = declared === undefined ? undefined : [...declared.data].map(Number);
    const isKnown = dims !== undefined && declared?.shape.length === 1 && dims.every((dim) => dim >= 0);
    const value = { kind: "value", frame: scope.frame, value: tensorOf(scope, count) } as const;
    const dtype = attributesOf(node).dtype("element_dtype");
    return [{ kind: "list", list: { dtype, declared: isKnown ? dims : undefined, count: value } }];
  }),
  TensorListFromTensor: on((_scope, [tensor]) => [tensor]),
  TensorListGetItem: on((scope, [list, index]) => [readAt(scope, list, index)]),
  TensorListSetItem: on((scope, [list, index, item]) => [writeAt(scope, list, index, item)]),
  TensorListStack: on((scope, [list]) => [valueOut(scope, tensorOf(scope, list))]),
  TensorListLength: on((scope, [list]) => [length(scope, list)]),
  TensorArrayV3: on((scope, [size], node) => {
    const attrs = attributesOf(node);
    const count = { kind: "value", frame: scope.frame, value: tensorOf(scope, size) } as const;
    const list: Out = {
      kind: "list",
      list: { dtype: attrs.dtype("dtype"), declared: attrs.shape("element_shape"), count },
    };
    return [valueOut(scope, scope.frame.emit.literal(fromNumbers("int32", [], [0]), "handle of a list")), list];
  }),
  TensorArrayReadV3: on((scope, [, index, flow]) => [readAt(scope, flow, index)]),
  TensorArrayWriteV3: on((scope, [, index, item, flow]) => [writeAt(scope, flow, index, item)]),
  TensorArrayGatherV3: on((scope, [, indices, flow]) => {
    const operands = [tensorOf(scope, flow), tensorOf(scope, indices)];
    return [valueOut(scope, scope.frame.emit.one("gather", operands, { axis: 0, batchDims: 0 }))];
  }),
  TensorArrayScatterV3: on((scope, [, indices, values, flow]) => [fillList(scope, flow, indices, values)]),
  TensorArraySizeV3: on((scope, [, flow]) => [length(scope, flow)]),
  TensorArrayCloseV3: on(() => []),
};
