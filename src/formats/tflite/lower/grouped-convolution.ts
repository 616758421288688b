import { type Constant, sliceConstant, type ValueId } from "../../../ir/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import { operand, type Rewrite } from "./rewrite.ts";

/** Most groups that are spelled out: beyond that a model would be slower than a newer runtime is a burden. */
const mostGroups = 64;

/**
 * Grouped convolution is new in version 6 of CONV_2D (2.9): one convolution for each group of channels, side by side.
 * The filters are views of the grouped one.
 */
export const groupedConvolution: Rewrite<"conv2d"> = (context) => {
  const { attrs, emit } = context;
  const [x, filter, bias] = [operand(context, 0), operand(context, 1), operand(context, 2)];
  const constant = filter === undefined ? undefined : emit.builder.value(filter).constant;
  const offsets = bias === undefined ? undefined : emit.builder.value(bias).constant;
  const channels = x === undefined ? undefined : emit.type(x).shape?.[3];
  const [out, , , perGroup] = constant?.shape ?? [];
  if (x === undefined || constant === undefined || out === undefined || perGroup === undefined) return undefined;
  if (typeof channels !== "number" || (bias !== undefined && offsets === undefined)) return undefined;
  const groups = channels / perGroup;
  if (!Number.isInteger(groups) || groups < 2 || groups > mostGroups) return undefined;
  const rows = out / groups;
  const axis = emit.ints([3], "axis");
  const parts = emit.op("split", [axis, x], {}, { outputs: groups });
  const part = (group: number, from: Constant, name: string): ValueId =>
    addSlice(emit, from, group * rows, rows, `${context.node.name}/${name}${group}`, `group ${group} of ${groups}`);
  const results = parts.map((data, group) =>
    emit.one(
      "conv2d",
      [data, part(group, constant, "filter"), offsets === undefined ? null : part(group, offsets, "bias")],
      attrs,
    ),
  );
  return [emit.one("concatenation", results, { axis: 3, activation: "none" })];
};

function addSlice(emit: Emitter, from: Constant, begin: number, size: number, name: string, view: string): ValueId {
  return emit.constant(sliceConstant(from, 0, begin, size, view), name);
}
