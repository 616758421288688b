import { describe, expect, test } from "vitest";
import { attempt } from "../diagnostics/index.ts";
import { buildGraph, createBuilder, type Graph, graphId, type Model, tensorType } from "../ir/index.ts";
import { fromNumbers, type Tensor } from "../numerics/index.ts";
import { createEmitter, type Emitter } from "../ops/index.ts";
import { createSession } from "./session.ts";

const plain = { activation: "none" } as const;
const one: Tensor = fromNumbers("float32", [], [1]);
const scalar = tensorType("float32", []);

/** A graph without inputs; its outputs are those of the last node. */
function graphOf(name: string, body: (emit: Emitter) => void): Graph {
  const builder = createBuilder();
  body(createEmitter(builder, () => name));
  const graph = buildGraph(builder, name, [], []);
  return { ...graph, outputs: graph.nodes.at(-1)?.outputs ?? [] };
}

const handle = (emit: Emitter, sharedName: string) => emit.one("varHandle", [], { container: "", sharedName });
const read = (emit: Emitter, name: string) => emit.one("readVariable", [handle(emit, name)], {}, { types: [scalar] });

function modelOf(graphs: readonly Graph[], names: readonly string[]): Model {
  return {
    name: "test",
    source: { format: "none" },
    graphs,
    signatures: names.map((name, index) => ({
      name,
      graph: graphId(index),
      inputs: [],
      outputs: (graphs[index] as Graph).outputs.map((value) => ({ name: "y", value })),
      implied: false,
    })),
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
}

describe("variables", () => {
  const begin = (emit: Emitter): void => {
    emit.op("callOnce", [], {}, { regions: [graphId(3)], regionTypes: [{ inputs: [], outputs: [] }] });
  };
  const graphs = [
    graphOf("count", (emit) => {
      begin(emit);
      const next = emit.one("add", [read(emit, "n"), emit.literal(one, "1")], plain);
      emit.op("assignVariable", [handle(emit, "n"), next], {});
      read(emit, "n");
    }),
    graphOf("look", (emit) => {
      begin(emit);
      read(emit, "n");
    }),
    graphOf("other", (emit) => void read(emit, "m")),
    graphOf("initialiser", (emit) => {
      emit.op("assignVariable", [handle(emit, "n"), emit.literal(fromNumbers("float32", [], [10]), "10")], {});
    }),
  ];
  const model = modelOf(graphs, ["count", "look", "other"]);
  const numberOf = (outputs: Readonly<Record<string, Tensor>>): unknown => outputs["y"]?.data[0];

  test("are shared by signatures, initialised once in a session, and fresh in the next", () => {
    const session = createSession(model);
    const run = (signature: string): unknown => numberOf(session.runSync({}, { signature }));
    expect([run("count"), run("count"), run("look"), run("count")]).toEqual([11, 12, 12, 13]);
    expect(numberOf(createSession(model).runSync({}, { signature: "look" }))).toBe(10);
  });

  test("without a value are named with the signature that reads them", () => {
    const result = attempt(() => createSession(model).runSync({}, { signature: "other" }));
    expect(result).toMatchObject({
      diagnostic: {
        code: "RUN-E011",
        where: { node: "other" },
        evidence: { variable: "m", signature: "other", assignedBy: [] },
        explain:
          "Signature 'other' reads variable 'm', to which nothing in the file gives a value: the converter left it out.",
      },
    });
  });

  test("without a value point to the signature that gives one; one that reads first does not count", () => {
    const restoring = graphOf("restore", (emit) => {
      emit.op("assignVariable", [handle(emit, "m"), emit.literal(one, "1")], {});
      read(emit, "m");
    });
    const training = graphOf("train", (emit) => {
      emit.op("assignVariable", [handle(emit, "m"), read(emit, "m")], {});
    });
    const reading = graphOf("infer", (emit) => void read(emit, "m"));
    const session = createSession(modelOf([reading, training, restoring], ["infer", "train", "restore"]));
    const infer = () => attempt(() => session.runSync({}, { signature: "infer" }));
    expect(infer()).toMatchObject({
      diagnostic: { evidence: { assignedBy: ["restore"] }, fix: { text: "Run 'restore' first, in the same session." } },
    });
    session.runSync({}, { signature: "restore" });
    expect(infer()).toMatchObject({ value: { y: { data: Float32Array.of(1) } } });
  });
});

describe("seeded random numbers", () => {
  const draw = (seed: number, seed2: number) =>
    modelOf(
      [
        graphOf("draw", (emit) => {
          emit.one("randomUniform", [emit.ints([6], "shape")], { seed, seed2 });
        }),
      ],
      ["draw"],
    );
  const numbers = (y: Tensor | undefined): number[] => Array.from(y?.data as Float32Array);

  test("are those of TensorFlow Lite, and go on from run to run (LiteRT 2.3.0)", () => {
    const session = createSession(draw(0, -4));
    expect(numbers(session.runSync({})["y"])).toEqual([
      0.5679483413696289, 0.2846471071243286, 0.907850980758667, 0.9045720100402832, 0.561374306678772,
      0.5959566831588745,
    ]);
    expect(numbers(session.runSync({})["y"])[0]).toBe(0.575419545173645);
  });

  test("begin again in a new session, whatever its own seed", () => {
    const model = draw(7, 11);
    const first = numbers(createSession(model).runSync({})["y"]);
    expect(numbers(createSession(model, { seed: 5 }).runSync({})["y"])).toEqual(first);
  });

  test("without a seed come from the session's", () => {
    const model = draw(0, 0);
    const drawn = [1, 1, 2].map((seed) => numbers(createSession(model, { seed }).runSync({})["y"]));
    expect(drawn[0]).toEqual(drawn[1]);
    expect(drawn[0]).not.toEqual(drawn[2]);
  });
});
