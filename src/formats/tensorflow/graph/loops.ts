import { fail } from "../../../diagnostics/index.ts";
import { type TensorType, tensorType, type ValueId } from "../../../ir/index.ts";
import { type Dim, dimsEqual, type Shape, sameShape, unknownDim } from "../../../numerics/index.ts";
import { TFG_E002 } from "../codes.ts";
import { type InputRef, parseInput } from "../schema/index.ts";
import { type Body, type BodyNode, functionBody } from "./body.ts";
import { addRegion, type Branch } from "./branches.ts";
import { calledFunction, definitionOf, functionScope, returnsOf, truthOf } from "./calls.ts";
import { elementShape } from "./empty-list.ts";
import { createFrame, type Frame } from "./frame.ts";
import type { NodeResult, Out } from "./out.ts";
import { resolve } from "./resolve.ts";
import { frameOf, loopEntries, portKey } from "./schedule.ts";
import type { Handler, Scope } from "./translation.ts";
import { tensorOf, valueOut } from "./values.ts";

/** A loop: what its variables are before, and how the condition and the next values follow from them. */
interface Loop {
  readonly initial: readonly Out[];
  /** The condition, or the next values, of given ones; built into `frame`. */
  readonly condition: (frame: Frame, state: readonly Out[]) => { readonly scope: Scope; readonly outs: readonly Out[] };
  readonly body: (frame: Frame, state: readonly Out[]) => { readonly scope: Scope; readonly outs: readonly Out[] };
}

/** Rounds of widening after which a shape counts as unknown. */
const mostWidenings = 4;

/**
 * A WHILE over the variables that change. What the graphs use from around becomes state that stays as it is. Where an
 * extent changes from round to round the body is built again for an open one.
 */
function emitWhile(scope: Scope, loop: Loop): readonly ValueId[] {
  const { frame, translation } = scope;
  const { stem } = frame;
  learnElements(scope, loop);
  const initial = loop.initial.map((out) => tensorOf(scope, out));
  let types: readonly TensorType[] = initial.map((value) => frame.builder.value(value).type);
  for (let round = 0; ; round++) {
    const before = translation.regions.length;
    const build = (part: Loop["body"]): Branch & { readonly state: readonly ValueId[] } => {
      const inner = createFrame(frame, translation.nextFrame);
      const state = types.map((type, i) => inner.builder.addValue({ type, name: `${stem}/state_${i}` }));
      const outs = state.map((value): Out => ({ kind: "value", frame: inner, value }));
      const result = part(inner, outs);
      return { frame: inner, state, outputs: result.outs.map((out) => tensorOf(result.scope, out)) };
    };
    const condition = build((inner, state) => {
      const { scope: at, outs } = loop.condition(inner, state);
      const [truth] = outs.map((out) => truthOf(at, tensorOf(at, out)));
      return { scope: at, outs: truth === undefined ? [] : [valueOut(at, truth)] };
    });
    const body = build(loop.body);
    const wider = types.map((type, i) => widen(type, body.frame.builder.value(body.outputs[i] as ValueId).type, round));
    frame.stem = stem;
    if (wider.some((type, i) => !sameShape(type.shape, types[i]?.shape))) {
      translation.regions.length = before;
      types = wider;
      continue;
    }
    const taken = [...new Set([...condition.frame.captured.keys(), ...body.frame.captured.keys()])];
    const conditionInputs = [...condition.state, ...taken.map((outer) => condition.frame.capture(outer))];
    const kept = taken.map((outer) => body.frame.capture(outer));
    const regions = [
      addRegion(scope, `${stem}/condition`, condition, conditionInputs),
      addRegion(scope, `${stem}/body`, { frame: body.frame, outputs: [...body.outputs, ...kept] }, [
        ...body.state,
        ...kept,
      ]),
    ];
    const outputs = frame.emit.op(
      "while",
      [...initial, ...taken],
      {},
      {
        outputs: initial.length + taken.length,
        regions: regions.map(({ id }) => id),
        regionTypes: regions,
      },
    );
    return outputs.slice(0, initial.length);
  }
}

/** Lists that are filled in a loop learn the shape of their elements from what one round puts in. */
function learnElements(scope: Scope, loop: Loop): void {
  const isUnknown = (out: Out): boolean => out.kind === "list" && elementShape(out.list) === undefined;
  if (!loop.initial.some(isUnknown)) return;
  const { frame, translation } = scope;
  const before = translation.regions.length;
  const { stem } = frame;
  const inner = createFrame(frame, translation.nextFrame);
  const state = loop.initial.map((out): Out => {
    if (out.kind === "list") return out;
    const { type, name } = frame.builder.value(tensorOf(scope, out));
    return { kind: "value", frame: inner, value: inner.builder.addValue({ type, name }) };
  });
  loop.body(inner, state);
  translation.regions.length = before;
  frame.stem = stem;
}

/** A type that both the given and the next value of a loop variable have. */
function widen(type: TensorType, next: TensorType, round: number): TensorType {
  if (round >= mostWidenings) return type;
  const shape: Shape =
    type.shape === undefined || next.shape === undefined || type.shape.length !== next.shape.length
      ? undefined
      : type.shape.map((dim, axis): Dim => (dimsEqual(dim, next.shape?.[axis] as Dim) === true ? dim : unknownDim));
  return tensorType(type.dtype, shape);
}

/** While of TensorFlow 2. Variables that the body hands through unchanged are no state. */
export const whileNode: Handler = (scope, node, inputs) => {
  const [condition, body] = [calledFunction(node, "cond"), calledFunction(node, "body")];
  const [conditionDefinition, bodyDefinition] = [definitionOf(scope, condition), definitionOf(scope, body)];
  const returned = returnsOf(bodyDefinition);
  const nodes = functionBody(bodyDefinition, body.attrs);
  const isKept = inputs.map(
    (input, i) => (input.kind !== "value" && input.kind !== "list") || passesArgument(nodes, returned[i], i),
  );
  const changing = inputs.flatMap((_, i) => (isKept[i] ? [] : [i]));
  const argumentsOf = (state: readonly Out[]): readonly Out[] =>
    inputs.map((input, i) => (isKept[i] ? input : (state[changing.indexOf(i)] as Out)));
  const results = emitWhile(scope, {
    initial: changing.map((i) => inputs[i] as Out),
    condition(frame, state) {
      frame.stem = scope.frame.stem;
      const inner = functionScope(scope, condition, conditionDefinition, frame, argumentsOf(state));
      return { scope: inner, outs: scope.translation.evaluate(inner, returnsOf(conditionDefinition), []) };
    },
    body(frame, state) {
      frame.stem = scope.frame.stem;
      const inner = functionScope(scope, body, bodyDefinition, frame, argumentsOf(state));
      const outs = scope.translation.evaluate(inner, returned, [...bodyDefinition.controlReturns.values()]);
      return { scope: inner, outs: changing.map((i) => outs[i] as Out) };
    },
  });
  const outs = inputs.map(
    (input, i): Out => (isKept[i] ? input : valueOut(scope, results[changing.indexOf(i)] as ValueId)),
  );
  return { kind: "done", outs };
};

/** Whether a function returns its argument as it is, through nodes that hand their input on. */
function passesArgument(body: Body, returned: InputRef | undefined, argument: number): boolean {
  let ref = returned;
  for (let steps = 0; ref !== undefined && steps < 100; steps++) {
    if (ref.output === undefined && body.args.has(ref.node)) return body.args.get(ref.node) === argument;
    const node: BodyNode | undefined = body.nodes.get(ref.node);
    if (node?.op !== "Identity" && node?.op !== "StopGradient") return false;
    ref = node.inputs[0];
  }
  return false;
}

/** One variable of a loop of TensorFlow 1: Merge(Enter, NextIteration), Switch(Merge, LoopCond), perhaps Exit. */
interface LoopVariable {
  readonly enter: BodyNode;
  readonly merge: BodyNode;
  readonly switch: BodyNode | undefined;
  readonly next: InputRef;
  readonly exits: readonly BodyNode[];
}

/** Exit: the whole loop behind it, at once for all its Exits. */
export const exitNode: Handler = (scope, exit) => {
  if (frameOf(scope.body, exit) === undefined) return fail(TFG_E002, {}, { problem: "no Enter leads to it" });
  const entries = loopEntries(scope.body, exit).flatMap((ref) => scope.body.nodes.get(ref.node) ?? []);
  const variables = entries.flatMap((enter) => loopVariables(scope.body, enter));
  const test = loopCondition(scope, variables);
  const constants = entries.filter((enter) => !variables.some((variable) => variable.enter === enter));
  const fixed = constants.map((enter): [string, Out] => [portKey(enter.name, 0), resolve(scope, refTo(enter))]);
  const inside = (frame: Frame, bound: ReadonlyMap<string, Out>): Scope => ({
    ...scope,
    frame,
    outer: scope,
    results: new Map(),
    bound,
  });
  const results = emitWhile(scope, {
    initial: variables.map(({ enter }) => resolve(scope, refTo(enter))),
    condition(frame, state) {
      const merged = variables.map(({ merge }, i): [string, Out] => [portKey(merge.name, 0), state[i] as Out]);
      const inner = inside(frame, new Map([...fixed, ...merged]));
      return { scope: inner, outs: scope.translation.evaluate(inner, [test], []) };
    },
    body(frame, state) {
      const merged = variables.flatMap(({ merge, switch: switched }, i): [string, Out][] => {
        const value = state[i] as Out;
        const taken: [string, Out][] = switched === undefined ? [] : [[portKey(switched.name, 1), value]];
        return [[portKey(merge.name, 0), value], ...taken];
      });
      const inner = inside(frame, new Map([...fixed, ...merged]));
      return {
        scope: inner,
        outs: scope.translation.evaluate(
          inner,
          variables.map(({ next }) => next),
          [],
        ),
      };
    },
  });
  variables.forEach(({ exits }, i) => {
    const result: NodeResult = { kind: "done", outs: [valueOut(scope, results[i] as ValueId)] };
    for (const other of exits) if (other !== exit) scope.results.set(other.name, result);
  });
  const own = variables.findIndex(({ exits }) => exits.includes(exit));
  if (own === -1) return fail(TFG_E002, {}, { problem: "it leaves no loop variable" });
  return { kind: "done", outs: [valueOut(scope, results[own] as ValueId)] };
};

const refTo = (node: BodyNode): InputRef => parseInput(node.name);

function loopVariables(body: Body, enter: BodyNode): readonly LoopVariable[] {
  const usersOf = (node: BodyNode): readonly BodyNode[] => body.users.get(node.name) ?? [];
  const merge = usersOf(enter).find(({ op }) => op === "Merge" || op === "RefMerge");
  if (merge === undefined) return [];
  const back = merge.inputs.find((ref) => ref.node !== enter.name);
  const next = back === undefined ? undefined : body.nodes.get(back.node)?.inputs[0];
  if (next === undefined) return fail(TFG_E002, {}, { problem: `the loop variable '${merge.name}' has no next value` });
  const switched = usersOf(merge).find(
    ({ op, inputs }) => (op === "Switch" || op === "RefSwitch") && inputs[0]?.node === merge.name,
  );
  const exits = switched === undefined ? [] : usersOf(switched).filter(({ op }) => op === "Exit" || op === "RefExit");
  return [{ enter, merge, switch: switched, next, exits }];
}

function loopCondition(scope: Scope, variables: readonly LoopVariable[]): InputRef {
  const condition = variables
    .flatMap(({ switch: switched }) => (switched?.inputs[1] === undefined ? [] : [switched.inputs[1]]))
    .map((ref) => scope.body.nodes.get(ref.node))
    .find((node) => node?.op === "LoopCond");
  return condition?.inputs[0] ?? fail(TFG_E002, {}, { problem: "its loop has no condition" });
}
