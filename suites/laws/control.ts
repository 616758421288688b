import { type Graph, tensorType, type ValueId } from "../../src/ir/index.ts";
import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { computeOne, type Draws, type Family, int, law, reals } from "./family.ts";
import { graphOf, running, sessionOf } from "./session.ts";

const plain = { activation: "none" } as const;
const scalar = tensorType("int32", []);

/** Graphs of one tensor to one of its shape, and what they compute. */
const bodies = (shape: readonly number[]) => {
  const type = tensorType("float32", shape);
  const unary = (op: "neg" | "square" | "abs"): Graph =>
    graphOf(op, [type], (emit, [x]) => [emit.one(op, [x as ValueId], {})]);
  return { type, neg: unary("neg"), square: unary("square"), abs: unary("abs") };
};
const names = ["neg", "square", "abs"] as const;

const draws: Draws = {
  trainingOnly: (draw) => ({
    attrs: { kind: draw.of("Dropout", "GaussianNoise") },
    inputs: [reals(draw, draw.shape(0, 4))],
  }),
  varHandle: (draw) => ({ attrs: { container: draw.of("", "a"), sharedName: draw.of("x", "y") }, inputs: [] }),
};

const drawOf = (draw: Draw, op: "randomUniform" | "randomStandardNormal", seed: number): Tensor => {
  const shape = draw.shape(1, 3);
  const main = graphOf("main", [], (emit) => [emit.one(op, [emit.ints(shape, "shape")], { seed: 0, seed2: 0 })]);
  const [made] = sessionOf([main], seed)();
  return made as Tensor;
};

export const control: Family = {
  name: "control",
  draws,
  laws: [
    law("if and switchCase run the graph that is chosen, the last where none is", 80, (draw) => {
      const x = reals(draw, draw.shape(0, 3));
      const { type, ...graphs } = bodies(x.shape);
      const chosen = draw.int(-1, 4);
      const all = names.map((name) => graphs[name]);
      const main = graphOf("main", [scalar, type], (emit, inputs) =>
        emit.op("switchCase", inputs, {}, running(...all)),
      );
      const [got] = sessionOf([main, ...all])(int(chosen), x);
      expectTensor(got as Tensor, computeOne(names[chosen] ?? "abs", [x]));
      const two = all.slice(0, 2);
      const either = graphOf("main", [tensorType("bool", []), type], (emit, inputs) =>
        emit.op("if", inputs, {}, running(...two)),
      );
      const condition = draw.int(0, 1);
      const [made] = sessionOf([either, ...two])(fromNumbers("bool", [], [condition]), x);
      expectTensor(made as Tensor, computeOne(condition === 1 ? "neg" : "square", [x]));
    }),
    law("call and composite are the graph itself", 60, (draw) => {
      const x = reals(draw, draw.shape(0, 3));
      const { type, ...graphs } = bodies(x.shape);
      const name = draw.of(...names);
      const body = graphs[name];
      const called = graphOf("main", [type], (emit, inputs) => emit.op("call", inputs, {}, running(body)));
      const attrs = { name: `test.${name}`, attributes: "", version: 1 };
      const whole = graphOf("main", [type], (emit, inputs) => emit.op("composite", inputs, attrs, running(body)));
      for (const main of [called, whole]) expectTensor(sessionOf([main, body])(x)[0] as Tensor, computeOne(name, [x]));
    }),
    law("a loop that adds is a product", 60, (draw) => {
      const [rounds, x] = [draw.int(0, 5), reals(draw, draw.shape(0, 3))];
      const state = [scalar, tensorType("float32", x.shape), tensorType("float32", x.shape)];
      const below = graphOf("condition", state, (emit, [i]) => [
        emit.one("less", [i as ValueId, emit.literal(int(rounds), "limit")], {}),
      ]);
      const body = graphOf("body", state, (emit, [i, sum, step]) => [
        emit.one("add", [i as ValueId, emit.literal(int(1), "one")], plain),
        emit.one("add", [sum as ValueId, step as ValueId], plain),
        step as ValueId,
      ]);
      const main = graphOf("main", state, (emit, inputs) =>
        emit.op("while", inputs, {}, { ...running(below, body), outputs: 3 }),
      );
      const [count, sum] = sessionOf([main, below, body])(int(0), computeOne("zerosLike", [x]), x);
      expectTensor(count as Tensor, int(rounds));
      const factor = fromNumbers("float32", [], [rounds]);
      expectTensor(sum as Tensor, computeOne("mul", [x, factor]), { atol: 1e-5, rtol: 1e-5 });
    }),
    law("a variable has what was assigned last, and an initialiser runs once", 60, (draw) => {
      const x = reals(draw, draw.shape(0, 3));
      const type = tensorType("float32", x.shape);
      const handle = { container: "", sharedName: "v" };
      const start = graphOf("start", [], (emit) => {
        emit.op(
          "assignVariable",
          [emit.one("varHandle", [], handle), emit.literal(computeOne("zerosLike", [x]), "start")],
          {},
        );
        return [];
      });
      const main = graphOf("main", [type], (emit, [given]) => {
        emit.op("callOnce", [], {}, running(start));
        const variable = emit.one("varHandle", [], handle);
        const before = emit.one("readVariable", [variable], {}, { types: [type] });
        emit.op("assignVariable", [variable, emit.one("add", [before, given as ValueId], plain)], {});
        return [emit.one("readVariable", [variable], {}, { types: [type] })];
      });
      const run = sessionOf([main, start]);
      let sum = computeOne("zerosLike", [x]);
      for (let i = draw.int(1, 4); i > 0; i--) {
        sum = computeOne("add", [sum, x]);
        expectTensor(run(x)[0] as Tensor, sum);
      }
    }),
    law("one seed gives the same numbers again, uniform ones in [0, 1)", 60, (draw) => {
      const op = draw.of("randomUniform" as const, "randomStandardNormal" as const);
      const made = drawOf(draw, op, draw.int(0, 99));
      const numbers = toNumbers(made);
      const wrong = numbers.some(
        (value) => !Number.isFinite(value) || (op === "randomUniform" && !(value >= 0 && value < 1)),
      );
      if (wrong) throw new Error(`${op}: ${numbers}`);
      const shape = Array.from(made.shape);
      const main = graphOf("main", [], (emit) => [emit.one(op, [emit.ints(shape, "shape")], { seed: 0, seed2: 0 })]);
      expectTensor(sessionOf([main], 5)()[0] as Tensor, sessionOf([main], 5)()[0] as Tensor);
    }),
    law("a class that is certain is always drawn", 60, (draw) => {
      const [batch, classes, samples] = [draw.int(1, 3), draw.int(1, 4), draw.int(0, 5)];
      const certain = Array.from({ length: batch }, () => draw.int(0, classes - 1));
      const logits = certain.flatMap((at) => Array.from({ length: classes }, (_, i) => (i === at ? 0 : -1000)));
      const main = graphOf("main", [tensorType("float32", [batch, classes])], (emit, [x]) => [
        emit.one("multinomial", [x as ValueId, emit.literal(int(samples), "samples")], { seed: 0, seed2: 0 }),
      ]);
      const [got] = sessionOf([main], draw.int(0, 99))(fromNumbers("float32", [batch, classes], logits));
      expectTensor(
        got as Tensor,
        fromNumbers(
          "int64",
          [batch, samples],
          certain.flatMap((at) => new Array<number>(samples).fill(at)),
        ),
      );
    }),
  ],
};
