import type { DType } from "../../../numerics/index.ts";
import type { AttrsOf, OpName } from "../../../ops/index.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import { byDtype, inputDtype, outputDtype } from "./operand.ts";
import { type OperatorRule, operator, plain, type RuleContext, type TfliteRule } from "./rule.ts";

const reduction = (
  code: BuiltinOperator,
  versions: { readonly [D in DType]?: number } = {},
): OperatorRule<AttrsOf<"mean">> =>
  operator({
    code,
    table: "ReducerOptions",
    read: ({ keep_dims }) => ({ keepDims: keep_dims }),
    write: ({ keepDims }) => ({ keep_dims: keepDims }),
    version: byDtype(0, versions),
  });

const argument = (
  code: "ARG_MAX" | "ARG_MIN",
  table: "ArgMaxOptions" | "ArgMinOptions",
): OperatorRule<AttrsOf<"argMax">> =>
  operator({
    code,
    table,
    read: (_, context) => ({ dtype: outputDtype(context, 0) ?? "int32" }),
    write: ({ dtype }) => ({ output_type: dtype }) as const,
    version: byDtype(0, { int8: 2, bool: 3 }),
  });

function topKVersion(context: RuleContext): number {
  const wide = [inputDtype(context, 0), inputDtype(context, 1), outputDtype(context, 1)].includes("int16");
  if (wide) return 3;
  return inputDtype(context, 0) === "int8" ? 2 : 1;
}

type ReduceOp = Extract<
  OpName,
  | "sum"
  | "mean"
  | "reduceMax"
  | "reduceMin"
  | "reduceProd"
  | "reduceAny"
  | "reduceAll"
  | "argMax"
  | "argMin"
  | "cumsum"
  | "topKV2"
  | "addN"
>;

/** Operators that make one element of many. */
export const reduceRules: { readonly [N in ReduceOp]: TfliteRule<N> } = {
  sum: reduction("SUM", { int8: 2 }),
  mean: reduction("MEAN", { int8: 2, int16: 3 }),
  reduceMax: reduction("REDUCE_MAX", { int8: 2, int16: 3 }),
  reduceMin: reduction("REDUCE_MIN", { int8: 2, int16: 3 }),
  reduceProd: reduction("REDUCE_PROD", { int8: 2, int16: 2 }),
  reduceAny: reduction("REDUCE_ANY"),
  reduceAll: reduction("REDUCE_ALL"),
  argMax: argument("ARG_MAX", "ArgMaxOptions"),
  argMin: argument("ARG_MIN", "ArgMinOptions"),
  cumsum: operator({
    code: "CUMSUM",
    table: "CumsumOptions",
    read: ({ exclusive, reverse }) => ({ exclusive, reverse }),
    write: ({ exclusive, reverse }) => ({ exclusive, reverse }),
  }),
  topKV2: plain("TOPK_V2", () => ({}), topKVersion),
  addN: plain(
    "ADD_N",
    () => ({}),
    () => 1,
    ({ inputs }) => (inputs.length < 2 ? "a sum of one tensor" : undefined),
  ),
};
