import { fail } from "../../../diagnostics/index.ts";
import { type GraphId, graphId, type TensorType, type ValueId } from "../../../ir/index.ts";
import { TFG_E002 } from "../codes.ts";
import type { InputRef } from "../schema/index.ts";
import { closeFrame, createFrame, type Frame, staticNumber } from "./frame.ts";
import type { NodeResult, Out, ValueOut } from "./out.ts";
import { conditionKey, type Handler, type Scope } from "./translation.ts";
import { tensorOf, valueOut } from "./values.ts";

/** A graph to be run on a condition: where it is built, and what it gives. */
export interface Branch {
  readonly frame: Frame;
  readonly outputs: readonly ValueId[];
}

/** A finished branch or body as a graph of the model. */
export function addRegion(
  scope: Scope,
  name: string,
  branch: Branch,
  inputs: readonly ValueId[],
): { readonly id: GraphId; readonly inputs: readonly TensorType[]; readonly outputs: readonly TensorType[] } {
  const { translation } = scope;
  const typeOf = (value: ValueId): TensorType => branch.frame.builder.value(value).type;
  translation.regions.push(closeFrame(branch.frame, name, inputs, branch.outputs));
  const id = graphId(translation.firstRegion + translation.regions.length - 1);
  return { id, inputs: inputs.map(typeOf), outputs: branch.outputs.map(typeOf) };
}

/** Two branches and what they take together: every value of the surrounding graph that one of them uses. */
export function emitIf(scope: Scope, condition: ValueId, then: Branch, otherwise: Branch): readonly ValueId[] {
  const { frame } = scope;
  const taken = [...new Set([...then.frame.captured.keys(), ...otherwise.frame.captured.keys()])];
  const region = (branch: Branch, name: string) =>
    addRegion(
      scope,
      `${frame.stem}/${name}`,
      branch,
      taken.map((outer) => branch.frame.capture(outer)),
    );
  const regions = [region(then, "then"), region(otherwise, "else")];
  return frame.emit.op(
    "if",
    [condition, ...taken],
    {},
    {
      outputs: then.outputs.length,
      regions: regions.map(({ id }) => id),
      regionTypes: regions,
    },
  );
}

/** Switch: on a condition that is known one side is dead; else both sides wait for their Merge. */
export const switchNode: Handler = (scope, _node, [data, condition]) => {
  if (data === undefined || condition === undefined) return fail(TFG_E002, {}, { problem: "it has too few inputs" });
  const value = tensorOf(scope, condition);
  const out: ValueOut = { kind: "value", frame: scope.frame, value };
  const known = staticNumber(out);
  const source = condition.kind === "value" ? condition : out;
  const key = conditionKey(source.frame, source.value);
  const side = known === undefined ? scope.assumptions.get(key) : known !== 0;
  if (side !== undefined) {
    const outs: readonly Out[] = side ? [{ kind: "dead" }, data] : [data, { kind: "dead" }];
    return { kind: "done", outs };
  }
  scope.translation.conditions.set(key, source);
  const waiting = (taken: number): Out => ({ kind: "deferred", contexts: new Set([`${key}=${taken}`]) });
  return { kind: "done", outs: [waiting(0), waiting(1)] };
};

/** Merge: the input that is alive, or an IF over both where that is only known in the run. */
export const mergeNode: Handler = (scope, node, inputs) => {
  const alive = inputs.flatMap((input, index) => (input.kind === "dead" ? [] : [{ input, index }]));
  const [first, second] = alive;
  if (first === undefined) return { kind: "dead" };
  const literal = (index: number): Out => valueOut(scope, scope.frame.build.scalar(index, "int32"));
  if (first.input.kind === "deferred" && second?.input.kind === "deferred") {
    return joinBranches(scope, node.inputs, [
      { contexts: first.input.contexts, index: first.index },
      { contexts: second.input.contexts, index: second.index },
    ]);
  }
  if (first.input.kind === "deferred") return { kind: "deferred", contexts: first.input.contexts };
  return { kind: "done", outs: [first.input, literal(first.index)] };
};

interface WaitingInput {
  readonly contexts: ReadonlySet<string>;
  readonly index: number;
}

function joinBranches(
  scope: Scope,
  refs: readonly InputRef[],
  [a, b]: readonly [WaitingInput, WaitingInput],
): NodeResult {
  const opposite = (context: string): string =>
    context.endsWith("=1") ? `${context.slice(0, -1)}0` : `${context.slice(0, -1)}1`;
  const context = [...a.contexts].find((candidate) => b.contexts.has(opposite(candidate)));
  if (context === undefined) return { kind: "deferred", contexts: new Set([...a.contexts, ...b.contexts]) };
  const others = new Set([...a.contexts, ...b.contexts].filter((c) => c !== context && c !== opposite(context)));
  if (others.size > 0) return { kind: "deferred", contexts: others };
  const key = context.slice(0, -2);
  const condition = scope.translation.conditions.get(key);
  if (condition === undefined) return fail(TFG_E002, {}, { problem: "its condition is not there" });
  const branch = (side: boolean): Branch => {
    const { index } = context.endsWith(side ? "=1" : "=0") ? a : b;
    const inner: Scope = {
      ...scope,
      outer: scope,
      frame: createFrame(scope.frame, scope.translation.nextFrame),
      results: new Map(),
      assumptions: new Map([...scope.assumptions, [key, side]]),
    };
    const outs = scope.translation.evaluate(inner, [refs[index] as InputRef], []);
    const values = outs.map((out) => tensorOf(inner, out));
    return { frame: inner.frame, outputs: [...values, inner.frame.build.scalar(index, "int32")] };
  };
  const { stem } = scope.frame;
  const [then, otherwise] = [branch(true), branch(false)];
  scope.frame.stem = stem;
  const results = emitIf(scope, scope.frame.use(condition), then, otherwise);
  return { kind: "done", outs: results.map((value) => valueOut(scope, value)) };
}
