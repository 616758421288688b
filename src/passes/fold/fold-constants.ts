import { attempt } from "../../diagnostics/index.ts";
import {
  type Constant,
  constantByteLength,
  constantFromTensor,
  constantTensor,
  createPatch,
  type Node,
  type Value,
} from "../../ir/index.ts";
import { elementCount, isStaticShape, storedByteLength } from "../../numerics/index.ts";
import { computedConstant, evaluate, findOp } from "../../ops/index.ts";
import { inputConstant, outputOf, replaceOne } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";

/** A folded constant may exceed its operands by this many bytes; beyond, computing it is cheaper than carrying it. */
const growthLimit = 64 * 1024;

/**
 * Not folded when the result would be much larger than its operands: a float16 weight under DEQUANTIZE stays half as
 * large in the file.
 */
export const foldConstants: Rule = {
  name: "foldConstants",
  summary: "A pure node whose inputs are all constant is replaced by its value, unless that is much larger",
  match(node, { graph }) {
    if (findOp(node.op)?.effects !== "pure" || node.regions.length > 0) return undefined;
    if (node.inputs.length === 0 || node.outputs.length !== 1) return undefined;
    const constants: (Constant | null)[] = [];
    for (const [index, input] of node.inputs.entries()) {
      if (input === null) {
        constants.push(null);
        continue;
      }
      const constant = inputConstant(graph, node, index);
      if (constant === undefined || graph.value(input)?.type.quantization !== undefined) return undefined;
      constants.push(constant);
    }
    const value = graph.value(outputOf(node));
    if (value === undefined || value.type.quantization !== undefined) return undefined;
    const grown = storedSize(value);
    const taken = constants.reduce((sum, c) => sum + (c === null ? 0 : constantByteLength(c)), 0);
    if (grown > taken + growthLimit) return refuse(`its value would take ${grown} bytes instead of ${taken}`);
    const folded = foldNode(node, value, constants);
    if (folded === undefined) return refuse("its value cannot be computed here");
    return createPatch(graph, "foldConstants", `${node.op} of constants`, [node], (builder) =>
      replaceOne(outputOf(node), builder.addConstant(folded, value.name)),
    );
  },
};

function storedSize({ type }: Value): number {
  return isStaticShape(type.shape) ? storedByteLength(type.dtype, elementCount(type.shape)) : 0;
}

/** Weights are folded lazily in double precision; shapes and other literals at once. */
function foldNode(node: Node, { type, name }: Value, constants: readonly (Constant | null)[]): Constant | undefined {
  const reason = `${node.op} '${node.name}' of constants`;
  const fromWeights = constants.some((c) => c !== null && c.origin.kind !== "literal");
  if (fromWeights && isStaticShape(type.shape)) {
    const root = { op: node.op, attrs: node.attrs, inputs: constants, output: 0 };
    return computedConstant(root, type.dtype, type.shape, reason);
  }
  const inputs = constants.map((c) => (c === null ? null : constantTensor(c)));
  const application = { op: node.op, name, attrs: node.attrs, inputs, outputs: [{ dtype: type.dtype }], regions: [] };
  const result = attempt(() => evaluate(application)[0]);
  if (!("value" in result) || result.value === undefined) return undefined;
  return constantFromTensor(result.value, { kind: "literal", reason });
}
