import {
  type Constant,
  constantFromTensor,
  constantTensor,
  createPatch,
  type GraphBuilder,
  type GraphView,
  type Node,
  type Patch,
  type TensorType,
  transposeConstant,
  type ValueId,
} from "../../ir/index.ts";
import { elementCount, fromNumbers, toNumbers } from "../../numerics/index.ts";
import { findOp } from "../../ops/index.ts";
import { inputConstant, outputOf, replaceOne } from "../match.ts";
import type { Rule } from "../rule.ts";

/** A value that a transpose makes: what it reorders, and how. */
interface Transposed {
  readonly from: ValueId;
  readonly permutation: readonly number[];
}

function transposed(graph: GraphView, value: ValueId): Transposed | undefined {
  const node = graph.producer(value);
  if (node?.op !== "transpose") return undefined;
  const constant = inputConstant(graph, node, 1);
  const from = node.inputs[0];
  if (constant === undefined || from === null || from === undefined) return undefined;
  return { from, permutation: Array.from(toNumbers(constantTensor(constant))) };
}

/** The node, and the transposes that nothing else reads. */
function withSole(graph: GraphView, node: Node): readonly Node[] {
  const sole = new Set(
    node.inputs.flatMap((input): Node[] => {
      const maker = input === null ? undefined : graph.producer(input);
      if (maker?.op !== "transpose" || graph.isOutput(outputOf(maker))) return [];
      return graph.consumers(outputOf(maker)).every((user) => user === node) ? [maker] : [];
    }),
  );
  return [...sole, node];
}

const inverse = (permutation: readonly number[]): readonly number[] =>
  permutation.map((_, axis) => permutation.indexOf(axis));

const sameOrder = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((axis, at) => axis === b[at]);

/** The type of a value before its axes were reordered; undefined where its scales run along an axis. */
function before({ dtype, shape, quantization }: TensorType, permutation: readonly number[]): TensorType | undefined {
  if (shape === undefined || (quantization !== undefined && quantization.kind !== "perTensor")) return undefined;
  const dims = inverse(permutation).map((axis) => shape[axis] as (typeof shape)[number]);
  return { dtype, shape: dims, ...(quantization === undefined ? {} : { quantization }) };
}

/** The node on the data as they were, and its result in the order that was asked for. */
function moved(
  graph: GraphView,
  node: Node,
  permutation: readonly number[],
  inputsOf: (builder: GraphBuilder) => readonly (ValueId | null)[],
): Patch | undefined {
  const output = graph.value(outputOf(node));
  const type = output === undefined ? undefined : before(output.type, permutation);
  if (output === undefined || type === undefined || output.type.shape?.length !== permutation.length) return undefined;
  const reason = `'${node.name}' computes the same in any order of axes`;
  return createPatch(graph, "sinkTransposes", reason, withSole(graph, node), (builder) => {
    const { op, name, attrs } = node;
    const made = builder.addNode({
      op,
      name,
      attrs,
      inputs: inputsOf(builder),
      outputs: [{ type, name: output.name }],
    });
    const order = constantFromTensor(fromNumbers("int32", [permutation.length], permutation), {
      kind: "literal",
      reason: "permutation",
    });
    const back = builder.addNode({
      op: "transpose",
      name,
      attrs: {},
      inputs: [outputOf(made), builder.addConstant(order, "permutation")],
      outputs: [{ type: output.type, name: output.name }],
    });
    return replaceOne(outputOf(node), outputOf(back));
  });
}

/** Every operand is in one order of axes, or a constant that can be brought into it. */
function sinkElementwise(graph: GraphView, node: Node): Patch | undefined {
  if (node.outputs.length !== 1 || node.regions.length > 0) return undefined;
  let permutation: readonly number[] | undefined;
  const operands: (ValueId | Constant | null)[] = [];
  for (const input of node.inputs) {
    const constant = input === null ? undefined : graph.value(input)?.constant;
    const turned = input === null || constant !== undefined ? undefined : transposed(graph, input);
    if (turned !== undefined) {
      permutation ??= turned.permutation;
      if (!sameOrder(permutation, turned.permutation)) return undefined;
      operands.push(turned.from);
    } else if (input === null || constant !== undefined) operands.push(constant ?? null);
    else return undefined;
  }
  if (permutation === undefined) return undefined;
  const order = permutation;
  const isScalar = ({ shape }: Constant): boolean => elementCount(shape) === 1 && shape.length <= 1;
  const fits = (operand: ValueId | Constant | null): boolean =>
    operand === null || typeof operand === "number" || isScalar(operand) || operand.shape.length === order.length;
  if (!operands.every(fits)) return undefined;
  return moved(graph, node, order, (builder) =>
    operands.map((operand) => {
      if (operand === null || typeof operand === "number") return operand;
      const constant = isScalar(operand) ? operand : transposeConstant(operand, inverse(order), "transposed back");
      return builder.addConstant(constant, node.name);
    }),
  );
}

/** Zeros around a tensor: its amounts are brought into the order of the data. */
function sinkPadding(graph: GraphView, node: Node): Patch | undefined {
  const [input] = node.inputs;
  const turned = input === null || input === undefined ? undefined : transposed(graph, input);
  const amounts = inputConstant(graph, node, 1);
  if (turned === undefined || amounts === undefined) return undefined;
  const tensor = constantTensor(amounts);
  const pairs = Array.from(toNumbers(tensor));
  const ordered = inverse(turned.permutation).flatMap((axis) => pairs.slice(2 * axis, 2 * axis + 2));
  return moved(graph, node, turned.permutation, (builder) => {
    const constant = constantFromTensor(fromNumbers(tensor.dtype, tensor.shape, ordered), {
      kind: "literal",
      reason: "paddings",
    });
    return [turned.from, builder.addConstant(constant, "paddings"), ...node.inputs.slice(2)];
  });
}

export const sinkTransposes: Rule = {
  name: "sinkTransposes",
  summary: "A transpose moves behind what does not care for the order of axes, until it meets one that undoes it",
  match(node, { graph }) {
    if (node.op === "pad") return sinkPadding(graph, node);
    return findOp(node.op)?.elementwise === true ? sinkElementwise(graph, node) : undefined;
  },
};

/** Reductions whose axes are an operand. */
const reductions: ReadonlySet<string> = new Set([
  "sum",
  "mean",
  "reduceMax",
  "reduceMin",
  "reduceProd",
  "reduceAny",
  "reduceAll",
]);

export const reduceBeforeTranspose: Rule = {
  name: "reduceBeforeTranspose",
  summary: "A reduction reads what was transposed, along the axes as they were, where what is left keeps its order",
  match(node, { graph }) {
    if (!reductions.has(node.op)) return undefined;
    const [input] = node.inputs;
    const turned = input === null || input === undefined ? undefined : transposed(graph, input);
    const axes = inputConstant(graph, node, 1);
    const output = graph.value(outputOf(node));
    if (turned === undefined || axes === undefined || output === undefined) return undefined;
    const { permutation, from } = turned;
    const rank = permutation.length;
    const tensor = constantTensor(axes);
    const given = Array.from(toNumbers(tensor)).map((axis) => (axis < 0 ? axis + rank : axis));
    const kept = permutation.filter((_, axis) => !given.includes(axis));
    const keepsOrder = kept.every((axis, at) => at === 0 || axis > (kept[at - 1] as number));
    if (node.attrs["keepDims"] === true || !keepsOrder) return undefined;
    const old = given.map((axis) => permutation[axis] as number);
    const reason = `'${node.name}' takes the transposed axes away`;
    return createPatch(graph, "reduceBeforeTranspose", reason, withSole(graph, node), (builder) => {
      const constant = constantFromTensor(fromNumbers(tensor.dtype, tensor.shape, old), {
        kind: "literal",
        reason: "axes",
      });
      const made = builder.addNode({
        op: node.op,
        name: node.name,
        attrs: node.attrs,
        inputs: [from, builder.addConstant(constant, "axes")],
        outputs: [{ type: output.type, name: output.name }],
      });
      return replaceOne(outputOf(node), outputOf(made));
    });
  },
};
