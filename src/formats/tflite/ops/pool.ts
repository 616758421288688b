import type { AttrsOf, OpName } from "../../../ops/index.ts";
import type { Table } from "../schema/schema.ts";
import { byDtype, readWindow, writeWindow } from "./operand.ts";
import {
  decompose,
  type OperatorRule,
  operator,
  type Refusal,
  type RuleContext,
  refuse,
  type TfliteRule,
} from "./rule.ts";

function readPool2d(options: Table<"Pool2DOptions">): AttrsOf<"maxPool2d"> | Refusal {
  return readWindow(options, {
    kernel: [options.filter_height, options.filter_width],
    strides: [options.stride_h, options.stride_w],
  });
}

function pool2d(
  code: "AVERAGE_POOL_2D" | "MAX_POOL_2D" | "L2_POOL_2D",
  version: (context: RuleContext) => number,
): OperatorRule<AttrsOf<"maxPool2d">> {
  return operator({
    code,
    table: "Pool2DOptions",
    read: readPool2d,
    write(attrs) {
      const [filter_height = 1, filter_width = 1] = attrs.kernel;
      const [stride_h = 1, stride_w = 1] = attrs.strides;
      return writeWindow(attrs, { filter_height, filter_width, stride_h, stride_w });
    },
    version,
  });
}

const reductions = ["add", "mul", "minimum", "maximum", "all", "any"] as const;

type PoolOp = Extract<
  OpName,
  "averagePool2d" | "maxPool2d" | "l2Pool2d" | "averagePool3d" | "maxPool3d" | "reduceWindow"
>;

/** Pooling. */
export const poolRules: { readonly [N in PoolOp]: TfliteRule<N> } = {
  averagePool2d: pool2d("AVERAGE_POOL_2D", byDtype(0, { int8: 2, int16: 3 })),
  maxPool2d: pool2d("MAX_POOL_2D", byDtype(0, { int8: 2, int16: 3 })),
  l2Pool2d: pool2d("L2_POOL_2D", () => 1),
  averagePool3d: decompose,
  maxPool3d: decompose,
  reduceWindow: operator({
    code: "REDUCE_WINDOW",
    table: "ReduceWindowOptions",
    read: ({ reduce_function }) => {
      const reduction = reductions.find((name) => name.toUpperCase() === reduce_function);
      return reduction === undefined ? refuse(`its function ${reduce_function} is not known`) : { reduction };
    },
    write: ({ reduction }) => ({ reduce_function: reduction.toUpperCase() as Uppercase<typeof reduction> }),
  }),
};
