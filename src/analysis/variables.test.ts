import { describe, expect, test } from "vitest";
import { graphOf } from "../../suites/graph-models.ts";
import {
  constantFromTensor,
  type Graph,
  graphId,
  type Model,
  type TensorType,
  tensorType,
  type ValueId,
  type Variable,
  variableId,
} from "../ir/index.ts";
import { tensor } from "../numerics/index.ts";
import { type Emitter, regionType } from "../ops/index.ts";
import { assignedConstants } from "./assigned-constants.ts";
import { findUnsafeVariables } from "./variables.ts";

const scalar = tensorType("float32", []);
const truth = tensorType("bool", []);
const literal = { kind: "literal", reason: "test" } as const;
const one = constantFromTensor(tensor("float32", [], Float32Array.of(1)), literal);
const yes = constantFromTensor(tensor("bool", [], Uint8Array.of(1)), literal);

const handle = (emit: Emitter, sharedName = "v"): ValueId => emit.one("varHandle", [], { container: "", sharedName });
const read = (emit: Emitter, from: ValueId): ValueId => emit.one("readVariable", [from], {}, { types: [scalar] });
const assign = (emit: Emitter, to: ValueId): void => {
  emit.op("assignVariable", [to, emit.constant(one, "one")], {});
};

const reader = graphOf("reader", [], (emit) => [read(emit, handle(emit))]);
const assigner = graphOf("assigner", [], (emit) => {
  assign(emit, handle(emit));
  return [];
});
const idle = graphOf("idle", [], () => []);

function modelOf(graphs: readonly Graph[], entries: readonly number[], initial = false): Model {
  const variable: Variable = { id: variableId(0), name: "v", container: "", sharedName: "v", type: scalar };
  return {
    name: "test",
    source: { format: "none" },
    graphs,
    signatures: entries.map((graph) => ({
      name: graphs[graph]?.name ?? "",
      graph: graphId(graph),
      inputs: [],
      outputs: [],
      implied: false,
    })),
    variables: [initial ? { ...variable, initial: one } : variable],
    metadata: [],
    weights: [],
    dropped: [],
  };
}

const runs = (
  emit: Emitter,
  op: "callOnce" | "call" | "if" | "while",
  inputs: readonly ValueId[],
  ...regions: readonly (readonly [number, Graph])[]
): readonly ValueId[] =>
  emit.op(
    op,
    inputs,
    {},
    { regions: regions.map(([at]) => graphId(at)), regionTypes: regions.map(([, g]) => regionType(g)) },
  );

/** Whether `v` is unsafe in the first graph. */
const isUnsafe = (...graphs: readonly Graph[]): boolean => findUnsafeVariables(modelOf(graphs, [0])).length > 0;

const mainOf = (body: (emit: Emitter, condition: ValueId) => void): Graph =>
  graphOf("main", [truth], (emit, [condition]) => {
    body(emit, condition as ValueId);
    return [read(emit, handle(emit))];
  });

describe("a variable is safe", () => {
  test("with an initial value, and not without", () => {
    expect(findUnsafeVariables(modelOf([reader], [0], true))).toEqual([]);
    expect(findUnsafeVariables(modelOf([reader], [0]))).toEqual([
      {
        name: "v",
        container: "",
        sharedName: "v",
        type: scalar,
        reads: [{ signature: "reader", graph: "reader", node: "reader" }],
        assignedBy: [],
      },
    ]);
  });

  test("after an assignment, an initialiser, a call", () => {
    expect(isUnsafe(mainOf((emit) => assign(emit, handle(emit))))).toBe(false);
    expect(
      isUnsafe(
        mainOf((emit) => runs(emit, "callOnce", [], [1, assigner])),
        assigner,
      ),
    ).toBe(false);
    expect(
      isUnsafe(
        mainOf((emit) => runs(emit, "call", [], [1, assigner])),
        assigner,
      ),
    ).toBe(false);
  });

  test("of another name or after the read only, it is not", () => {
    expect(isUnsafe(mainOf((emit) => assign(emit, handle(emit, "w"))))).toBe(true);
    const late = graphOf("late", [], (emit) => {
      const value = read(emit, handle(emit));
      assign(emit, handle(emit));
      return [value];
    });
    expect(isUnsafe(late)).toBe(true);
  });

  test("after a branch when both branches assign it, or the one that is taken", () => {
    const main = (then: Graph, otherwise: Graph, constant = false) =>
      mainOf((emit, condition) =>
        runs(emit, "if", [constant ? emit.constant(yes, "yes") : condition], [1, then], [2, otherwise]),
      );
    expect(isUnsafe(main(assigner, assigner), assigner, assigner)).toBe(false);
    expect(isUnsafe(main(assigner, idle), assigner, idle)).toBe(true);
    expect(isUnsafe(main(assigner, idle, true), assigner, idle)).toBe(false);
    expect(isUnsafe(main(idle, assigner, true), idle, assigner)).toBe(true);
  });

  test("after a loop when its condition assigns it: the body may never run", () => {
    const asking = (assigns: boolean) =>
      graphOf("condition", [truth], (emit, [x]) => {
        if (assigns) assign(emit, handle(emit));
        return [x as ValueId];
      });
    const body = (assigns: boolean) =>
      graphOf("body", [truth], (emit, [x]) => {
        if (assigns) assign(emit, handle(emit));
        return [x as ValueId];
      });
    const loop = (inCondition: boolean, inBody: boolean): readonly Graph[] => {
      const [condition, step] = [asking(inCondition), body(inBody)];
      return [mainOf((emit, x) => runs(emit, "while", [x], [1, condition], [2, step])), condition, step];
    };
    expect(isUnsafe(...loop(true, false))).toBe(false);
    expect(isUnsafe(...loop(false, true))).toBe(true);
  });
});

test("handles are followed into the graphs that they are handed to", () => {
  const resource: TensorType = tensorType("resource", []);
  const inner = graphOf("inner", [resource], (emit, [it]) => [read(emit, it as ValueId)]);
  const outer = (assigned: boolean): Graph =>
    graphOf("outer", [], (emit) => {
      const v = handle(emit);
      if (assigned) assign(emit, v);
      return runs(emit, "call", [v], [1, inner]);
    });
  expect(findUnsafeVariables(modelOf([outer(false), inner], [0]))).toMatchObject([
    { name: "v", reads: [{ signature: "outer", graph: "inner" }] },
  ]);
  expect(isUnsafe(outer(true), inner)).toBe(false);
});

test("the entry points that would help are named", () => {
  const found = findUnsafeVariables(modelOf([reader, assigner], [0, 1]));
  expect(found).toMatchObject([{ reads: [{ signature: "reader" }], assignedBy: ["assigner"] }]);
});

test("constants that are assigned are found, with who assigns them and when", () => {
  const main = mainOf((emit) => runs(emit, "callOnce", [], [1, assigner]));
  const atStart = assignedConstants(modelOf([main, assigner], [0]));
  expect(atStart).toMatchObject([{ key: "/v", signatures: ["main"], atStart: true }]);
  const run = assignedConstants(modelOf([reader, assigner], [0, 1]));
  expect(run).toMatchObject([{ key: "/v", signatures: ["assigner"], atStart: false }]);
});
