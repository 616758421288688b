import { createPatch, type GraphView, type Node, type ValueId } from "../../ir/index.ts";
import { type DType, roundTo, sameShape } from "../../numerics/index.ts";
import type { AttrsOf, OpName } from "../../ops/index.ts";
import { outputOf, replaceOne, withScalar } from "../match.ts";
import type { Rule } from "../rule.ts";

/** A formula found in the graph: the value it is applied to, and the nodes that spell it, in running order. */
interface Found {
  readonly x: ValueId;
  readonly nodes: readonly Node[];
}

/** Whether a stored number is the formula's number as its dtype stores it. */
const isNumber = (found: number, wanted: number, dtype: DType): boolean => found === roundTo(dtype, wanted);

function maker(graph: GraphView, value: ValueId | null | undefined, op: OpName): Node | undefined {
  const node = value === null || value === undefined ? undefined : graph.producer(value);
  return node?.op === op && (node.attrs["activation"] ?? "none") === "none" ? node : undefined;
}

/** `op(x, number)` or `op(number, x)`. */
function scalarStep(
  graph: GraphView,
  value: ValueId | null | undefined,
  op: OpName,
  wanted: number,
): Found | undefined {
  const node = maker(graph, value, op);
  const parts = node && withScalar(graph, node);
  return node && parts && isNumber(parts.scalar, wanted, parts.dtype) ? { x: parts.operand, nodes: [node] } : undefined;
}

/** `relu6(x)`, as one operator or as `min(max(x, 0), 6)` in either order, or `min(relu(x), 6)`. */
function relu6Of(graph: GraphView, value: ValueId | null | undefined): Found | undefined {
  const whole = maker(graph, value, "relu6");
  if (whole) return { x: whole.inputs[0] as ValueId, nodes: [whole] };
  const capped = scalarStep(graph, value, "minimum", 6);
  const positive = capped && (scalarStep(graph, capped.x, "maximum", 0) ?? reluStep(graph, capped.x));
  if (capped && positive) return { x: positive.x, nodes: [...positive.nodes, ...capped.nodes] };
  const floored = scalarStep(graph, value, "maximum", 0);
  const below = floored && scalarStep(graph, floored.x, "minimum", 6);
  return floored && below ? { x: below.x, nodes: [...below.nodes, ...floored.nodes] } : undefined;
}

function reluStep(graph: GraphView, value: ValueId): Found | undefined {
  const node = maker(graph, value, "relu");
  return node && { x: node.inputs[0] as ValueId, nodes: [node] };
}

/** `relu6(x + 3)`. */
function shiftedRelu6(graph: GraphView, value: ValueId | null | undefined): Found | undefined {
  const clamp = relu6Of(graph, value);
  const shift = clamp && scalarStep(graph, clamp.x, "add", 3);
  return clamp && shift ? { x: shift.x, nodes: [...shift.nodes, ...clamp.nodes] } : undefined;
}

/** `f / 6` or `f * (1/6)`, where `inner` finds `f`. */
function sixthOf(
  graph: GraphView,
  value: ValueId | null | undefined,
  inner: (value: ValueId) => Found | undefined,
): Found | undefined {
  const step = scalarStep(graph, value, "mul", 1 / 6) ?? dividedBy(graph, value, 6);
  const found = step && inner(step.x);
  return step && found ? { x: found.x, nodes: [...found.nodes, ...step.nodes] } : undefined;
}

function dividedBy(graph: GraphView, value: ValueId | null | undefined, wanted: number): Found | undefined {
  const found = scalarStep(graph, value, "div", wanted);
  return found?.nodes[0]?.inputs[0] === found?.x ? found : undefined;
}

/** `x * f(x)` in either order, where `inner` finds `f`. */
function timesOwn(
  graph: GraphView,
  value: ValueId | null | undefined,
  inner: (value: ValueId | null | undefined) => Found | undefined,
): Found | undefined {
  const product = maker(graph, value, "mul");
  if (product === undefined) return undefined;
  const [a, b] = product.inputs;
  for (const [x, other] of [
    [a, b],
    [b, a],
  ]) {
    const found = inner(other);
    if (found !== undefined && found.x === x) return { x: found.x, nodes: [...found.nodes, product] };
  }
  return undefined;
}

const hardSigmoidOf = (graph: GraphView, value: ValueId | null | undefined): Found | undefined =>
  sixthOf(graph, value, (inner) => shiftedRelu6(graph, inner));

/** Those of a formula's nodes that nothing but the formula reads, in running order; `last` is the formula's result. */
function removable(graph: GraphView, nodes: readonly Node[], last: Node): readonly Node[] {
  const gone = new Set<Node>([last]);
  for (const node of nodes.toReversed()) {
    const output = outputOf(node);
    if (!graph.isOutput(output) && graph.consumers(output).every((user) => gone.has(user))) gone.add(node);
  }
  return [...nodes.filter((node) => node !== last && gone.has(node)), last];
}

/** A rule that replaces a formula by the operator it spells; nodes that others still read stay behind for them. */
function recognize<N extends OpName>(
  name: string,
  formula: string,
  op: N,
  attrs: AttrsOf<N>,
  last: readonly OpName[],
  find: (graph: GraphView, value: ValueId) => Found | undefined,
): Rule {
  return {
    name,
    summary: `${formula} becomes ${op}`,
    match(node, { graph }) {
      if (!last.includes(node.op as OpName)) return undefined;
      const output = graph.value(outputOf(node));
      if (output === undefined || output.type.quantization !== undefined) return undefined;
      const found = find(graph, outputOf(node));
      const x = found && graph.value(found.x);
      if (found === undefined || x === undefined || x.type.dtype !== output.type.dtype) return undefined;
      if (!sameShape(x.type.shape, output.type.shape)) return undefined;
      const reason = `${formula}, spelled by ${found.nodes.map((n) => n.op).join(", ")}`;
      return createPatch(graph, name, reason, removable(graph, found.nodes, node), (builder) => {
        const added = builder.addNode({
          op,
          name: node.name,
          attrs: attrs as Node["attrs"],
          inputs: [found.x],
          outputs: [{ type: output.type, name: output.name }],
        });
        return replaceOne(outputOf(node), outputOf(added));
      });
    },
  };
}

export const recognizeRelu6: Rule = recognize(
  "recognizeRelu6",
  "min(max(x, 0), 6)",
  "relu6",
  {},
  ["minimum", "maximum"],
  relu6Of,
);

export const recognizeHardSwish: Rule = recognize(
  "recognizeHardSwish",
  "x * relu6(x + 3) / 6",
  "hardSwish",
  {},
  ["mul", "div"],
  (graph, value) =>
    timesOwn(graph, value, (other) => hardSigmoidOf(graph, other)) ??
    timesOwn(graph, value, (other) => hardSigmoidOperator(graph, other)) ??
    sixthOf(graph, value, (inner) => timesOwn(graph, inner, (other) => shiftedRelu6(graph, other))),
);

function hardSigmoidOperator(graph: GraphView, value: ValueId | null | undefined): Found | undefined {
  const node = maker(graph, value, "hardSigmoid");
  if (node === undefined || Math.fround(node.attrs["slope"] as number) !== Math.fround(1 / 6)) return undefined;
  if (node.attrs["offset"] !== 0.5) return undefined;
  return { x: node.inputs[0] as ValueId, nodes: [node] };
}

export const recognizeSwish: Rule = recognize("recognizeSwish", "x * sigmoid(x)", "silu", {}, ["mul"], (graph, value) =>
  timesOwn(graph, value, (other) => {
    const node = maker(graph, other, "logistic");
    return node && { x: node.inputs[0] as ValueId, nodes: [node] };
  }),
);

export const recognizeMish: Rule = recognize(
  "recognizeMish",
  "x * tanh(softplus(x))",
  "mish",
  {},
  ["mul"],
  (graph, value) =>
    timesOwn(graph, value, (other) => {
      const outer = maker(graph, other, "tanh");
      const inner = outer && maker(graph, outer.inputs[0], "softplus");
      return outer && inner ? { x: inner.inputs[0] as ValueId, nodes: [inner, outer] } : undefined;
    }),
);
