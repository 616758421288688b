import { constantTensor, createPatch, type GraphView, type Node, type ValueId } from "../../ir/index.ts";
import { toNumbers } from "../../numerics/index.ts";
import { findOp, paddingBefore, type WindowAxis, windowAxis, windowOutput } from "../../ops/index.ts";
import { filterNode } from "../fold/affine.ts";
import { inputConstant, inputValue, outputOf, replaceOne, scalarOf, soleProducer } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";

/** Zero padding before a windowed filter is what `same` padding does by itself, when the amounts are TensorFlow's. */
export const mergePadding: Rule = {
  name: "mergePadding",
  summary:
    "Zero padding before a convolution without padding becomes the convolution's own, `same` where the amounts agree",
  match(node, { graph }) {
    if (node.attrs["padding"] !== "valid") return undefined;
    const target = filterNode(graph, node);
    if (target === undefined || typeof target === "string" || target.roles.data !== 0) return undefined;
    const pad = soleProducer(graph, node, 0);
    const amounts = pad === undefined ? undefined : zeroPadding(graph, pad);
    if (pad === undefined || amounts === undefined) return undefined;
    const rank = amounts.length / 2;
    if ([0, 1, 2 * rank - 2, 2 * rank - 1].some((at) => amounts[at] !== 0)) {
      return refuse(`'${pad.name}' pads batch or channels`);
    }
    const spatial = amounts.slice(2, -2);
    const padding = isSamePadding(graph, node, pad, spatial, target.filter.shape) ? "same" : spatial;
    const reason = `zero padding '${pad.name}' merged into '${node.name}'`;
    return createPatch(graph, "mergePadding", reason, [pad, node], (builder) => {
      const { type, name } = builder.value(outputOf(node));
      const merged = builder.addNode({
        op: node.op,
        name: node.name,
        attrs: { ...node.attrs, padding },
        inputs: [pad.inputs[0] as ValueId, ...node.inputs.slice(1)],
        outputs: [{ type, name }],
      });
      return replaceOne(outputOf(node), outputOf(merged));
    });
  },
};

/** Amounts `[before, after]` per axis of a constant zero padding. */
function zeroPadding(graph: GraphView, node: Node): readonly number[] | undefined {
  if (node.op !== "pad" && node.op !== "padV2") return undefined;
  if (node.op === "padV2" && scalarOf(inputConstant(graph, node, 2)) !== 0) return undefined;
  const amounts = inputConstant(graph, node, 1);
  return amounts && Array.from(toNumbers(constantTensor(amounts)));
}

function isSamePadding(
  graph: GraphView,
  node: Node,
  pad: Node,
  spatial: readonly number[],
  filterShape: readonly number[],
): boolean {
  const shape = inputValue(graph, pad, 0)?.type.shape;
  const kernel = findOp(node.op)?.affineFilter?.window?.(filterShape);
  if (shape === undefined || kernel === undefined) return false;
  const strides = node.attrs["strides"] as readonly number[];
  const dilations = (node.attrs["dilations"] ?? []) as readonly number[];
  return kernel.every((size, at) => {
    const input = shape[at + 1];
    if (typeof input !== "number") return false;
    const same: WindowAxis = windowAxis(at, size, strides[at], dilations[at], "same");
    const [before, after] = [spatial[2 * at] as number, spatial[2 * at + 1] as number];
    const explicit: WindowAxis = { ...same, padding: [before, after] };
    return windowOutput(input, same) === windowOutput(input, explicit) && paddingBefore(input, same) === before;
  });
}
