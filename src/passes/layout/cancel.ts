import { type Constant, constantTensor, createPatch, type GraphView, type Node, type ValueId } from "../../ir/index.ts";
import { fromNumbers, isStaticShape, sameShape, toNumbers } from "../../numerics/index.ts";
import { createEmitter, findOp } from "../../ops/index.ts";
import { inputConstant, inputValue, outputOf, replaceOne } from "../match.ts";
import type { Rule } from "../rule.ts";

/** Constant permutation of a transpose. */
function permutationOf(graph: GraphView, node: Node | undefined): readonly number[] | undefined {
  if (node?.op !== "transpose") return undefined;
  const constant: Constant | undefined = inputConstant(graph, node, 1);
  return constant && Array.from(toNumbers(constantTensor(constant)));
}

const isIdentity = (permutation: readonly number[]): boolean => permutation.every((axis, at) => axis === at);

export const cancelTransposes: Rule = {
  name: "cancelTransposes",
  summary: "Two transposes in a row become one, or none when they undo each other",
  match(node, { graph }) {
    const outer = permutationOf(graph, node);
    if (outer === undefined) return undefined;
    if (isIdentity(outer)) return bypass(graph, node, "a transpose that moves nothing");
    const first = graph.producer(node.inputs[0] as ValueId);
    const inner = permutationOf(graph, first);
    if (first === undefined || inner === undefined) return undefined;
    const both = outer.map((axis) => inner[axis] as number);
    const from = first.inputs[0] as ValueId;
    const reason = `'${first.name}' then '${node.name}'`;
    return createPatch(graph, "cancelTransposes", reason, withSole(graph, first, node), (builder) => {
      if (isIdentity(both)) return replaceOne(outputOf(node), from);
      const emit = createEmitter(builder, () => node.name);
      return replaceOne(outputOf(node), emit.one("transpose", [from, emit.ints(both, "permutation")], {}));
    });
  },
};

export const cancelReshapes: Rule = {
  name: "cancelReshapes",
  summary: "Of several reshapes in a row only the last remains; one that changes nothing goes",
  match(node, { graph }) {
    if (!keepsOrder(node)) return undefined;
    const input = inputValue(graph, node, 0);
    const output = graph.value(outputOf(node));
    if (input === undefined || output === undefined) return undefined;
    if (input.type.shape?.every((dim) => typeof dim === "number" || dim.kind === "affine") !== true) return undefined;
    if (sameShape(input.type.shape, output.type.shape)) return bypass(graph, node, "a reshape that changes nothing");
    const first = graph.producer(input.id);
    if (first === undefined || !keepsOrder(first)) return undefined;
    const shape = targetShape(graph, node);
    if (shape === undefined) return undefined;
    const reason = `'${first.name}' then '${node.name}'`;
    return createPatch(graph, "cancelReshapes", reason, withSole(graph, first, node), (builder) => {
      const emit = createEmitter(builder, () => node.name);
      const operand = emit.literal(fromNumbers("int32", [shape.length], shape), "shape");
      return replaceOne(outputOf(node), emit.one("reshape", [first.inputs[0] as ValueId, operand], {}));
    });
  },
};

/** Both nodes, when only the second reads the first; else the second. */
function withSole(graph: GraphView, first: Node, second: Node): readonly Node[] {
  const output = outputOf(first);
  return graph.isOutput(output) || graph.consumers(output).length > 1 ? [second] : [first, second];
}

/** Operators that only change the shape. */
function keepsOrder(node: Node): boolean {
  return findOp(node.op)?.changesShapeOnly === true;
}

/** The output's shape as reshape's operand: at most one free dimension, written -1. */
function targetShape(graph: GraphView, node: Node): readonly number[] | undefined {
  const shape = graph.value(outputOf(node))?.type.shape;
  if (shape === undefined) return undefined;
  if (isStaticShape(shape)) return shape;
  const open = shape.filter((dim) => typeof dim !== "number").length;
  if (open > 1 || shape.includes(0)) return undefined;
  return shape.map((dim) => (typeof dim === "number" ? dim : -1));
}

/** The node's input in place of its output; kept where the graph's own inputs and outputs would become one. */
function bypass(graph: GraphView, node: Node, reason: string): ReturnType<Rule["match"]> {
  const from = node.inputs[0] as ValueId;
  const output = outputOf(node);
  if (graph.isOutput(output) && (graph.inputs.includes(from) || graph.isOutput(from))) return undefined;
  if (graph.isOutput(output) && graph.value(from)?.constant !== undefined) return undefined;
  return createPatch(graph, "bypass", reason, [node], () => replaceOne(output, from));
}
