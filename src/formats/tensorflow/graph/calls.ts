import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { TFG_E002, TFG_E014 } from "../codes.ts";
import { type AttrValue, type FunctionCall, type FunctionDef, type InputRef, parseInput } from "../schema/index.ts";
import { type Body, type BodyNode, functionBody } from "./body.ts";
import { type Branch, emitIf } from "./branches.ts";
import { createFrame, type Frame, staticNumber } from "./frame.ts";
import type { NodeResult, Out } from "./out.ts";
import type { Handler, Scope } from "./translation.ts";
import { tensorOf, valueOut } from "./values.ts";

/** Deeper than any program calls; functions that call themselves end here. */
const deepestCall = 100;

/** The function that an attribute of a node names. */
export function calledFunction(node: BodyNode, attribute: string): FunctionCall {
  const value = node.attrs.get(attribute);
  if (value?.kind === "func") return value.value;
  return fail(
    TFG_E014,
    { node: node.name, op: node.op },
    { function: attribute, problem: "the node does not name it" },
  );
}

export function definitionOf(scope: Scope, call: FunctionCall): FunctionDef {
  const { functions } = scope.translation;
  return (
    functions.get(call.name) ??
    fail(TFG_E014, { node: scope.frame.stem }, { function: call.name, problem: "the library does not have it" })
  );
}

function bodyOf(scope: Scope, definition: FunctionDef, attrs: ReadonlyMap<string, AttrValue>): Body {
  if (definition.attrNames.length > 0) return functionBody(definition, attrs);
  const { bodies } = scope.translation;
  let body = bodies.get(definition.name);
  if (body === undefined) {
    body = functionBody(definition, attrs);
    bodies.set(definition.name, body);
  }
  return body;
}

/** References to what a function returns, in the order of its declaration. */
export function returnsOf(definition: FunctionDef): readonly InputRef[] {
  return definition.outputs.map(({ name }) => parseInput(definition.returns.get(name) ?? name));
}

/** Calls that only pass on what they are given leave no trace in names. */
const isWrapper = (name: string): boolean => /^(Stateful|Stateless)?PartitionedCall(_\d+)?$/.test(name);

/** The scope of a function's body, built into `frame`. */
export function functionScope(
  scope: Scope,
  call: FunctionCall,
  definition: FunctionDef,
  frame: Frame,
  args: readonly (Out | undefined)[],
): Scope {
  if (scope.depth >= deepestCall) {
    fail(TFG_E014, { node: frame.stem }, { function: call.name, problem: `calls are ${deepestCall} deep` });
  }
  const local = frame.stem.slice(scope.path.length);
  return {
    translation: scope.translation,
    body: bodyOf(scope, definition, call.attrs),
    frame,
    path: isWrapper(local) ? scope.path : `${scope.path}${local}/`,
    depth: scope.depth + 1,
    results: new Map(),
    argument: (index) => args[index],
    bound: new Map(),
    assumptions: new Map(),
    outer: undefined,
  };
}

/** Puts a function's body in place of a call. */
export function inlineCall(scope: Scope, call: FunctionCall, args: readonly Out[]): readonly Out[] {
  const definition = definitionOf(scope, call);
  const { stem } = scope.frame;
  const inner = functionScope(scope, call, definition, scope.frame, args);
  const outs = scope.translation.evaluate(inner, returnsOf(definition), [...definition.controlReturns.values()]);
  scope.frame.stem = stem;
  return outs;
}

/** A function as a graph of its own, which takes what it uses from the graph around. */
export function callAsBranch(scope: Scope, call: FunctionCall, args: readonly Out[]): Branch {
  const definition = definitionOf(scope, call);
  const frame = createFrame(scope.frame, scope.translation.nextFrame);
  const inner = functionScope(scope, call, definition, frame, args);
  const outs = scope.translation.evaluate(inner, returnsOf(definition), [...definition.controlReturns.values()]);
  return { frame, outputs: outs.map((out) => tensorOf(inner, out)) };
}

export const callNode: Handler = (scope, node, inputs) => ({
  kind: "done",
  outs: inlineCall(scope, calledFunction(node, "f"), inputs),
});

/** If of TensorFlow 2: the branch that is taken where that is known, else an IF. */
export const ifNode: Handler = (scope, node, [condition, ...args]) => {
  if (condition === undefined) return fail(TFG_E002, {}, { problem: "it has no condition" });
  const value = tensorOf(scope, condition);
  const known = staticNumber({ kind: "value", frame: scope.frame, value });
  const [then, otherwise] = [calledFunction(node, "then_branch"), calledFunction(node, "else_branch")];
  if (known !== undefined) return { kind: "done", outs: inlineCall(scope, known !== 0 ? then : otherwise, args) };
  const { stem } = scope.frame;
  const branches = [callAsBranch(scope, then, args), callAsBranch(scope, otherwise, args)] as const;
  scope.frame.stem = stem;
  return valuesOf(scope, emitIf(scope, truthOf(scope, value), ...branches));
};

/** TensorFlow takes numbers for conditions: 0 is false. */
export function truthOf(scope: Scope, value: ValueId): ValueId {
  const { build } = scope.frame;
  return build.dtype(value) === "bool" ? value : build.binary("notEqual", value, { number: 0 });
}

function valuesOf(scope: Scope, values: readonly ValueId[]): NodeResult {
  return { kind: "done", outs: values.map((value) => valueOut(scope, value)) };
}

/** Case: a chain of IFs over the index; an index that no branch has takes the last one. */
export const caseNode: Handler = (scope, node, [index, ...args]) => {
  const list = node.attrs.get("branches");
  const branches = list?.kind === "list" ? list.value.funcs : [];
  const last = branches.length - 1;
  if (index === undefined || last < 0) return fail(TFG_E002, {}, { problem: "it has no branches" });
  const value = tensorOf(scope, index);
  const known = staticNumber({ kind: "value", frame: scope.frame, value });
  if (known !== undefined) {
    const taken = branches[known] ?? branches[last];
    return { kind: "done", outs: inlineCall(scope, taken as FunctionCall, args) };
  }
  const { stem } = scope.frame;
  const chain = (from: number, at: Scope): readonly ValueId[] => {
    const call = branches[from] as FunctionCall;
    if (from === last) return inlineCall(at, call, args).map((out) => tensorOf(at, out));
    const condition = at.frame.build.binary("equal", at.frame.use({ kind: "value", frame: scope.frame, value }), {
      number: from,
    });
    const then = callAsBranch(at, call, args);
    const frame = createFrame(at.frame, scope.translation.nextFrame);
    const rest = chain(from + 1, { ...at, frame });
    at.frame.stem = stem;
    return emitIf(at, condition, then, { frame, outputs: rest });
  };
  return valuesOf(scope, chain(0, scope));
};
