import { expect, test } from "vitest";
import {
  consumers,
  getGraph,
  getValue,
  graphId,
  liveValues,
  type Model,
  nextNodeId,
  parseModel,
  producers,
  valueId,
  withGraph,
} from "./index.ts";

const model: Model = parseModel(`model "m" from test
  signature "serve" ^0 ("image": %0) -> ("scores": %3, "features": %2)
  signature "other" ^1 () -> ("scores": %3)
  graph ^0 "main" (%0) -> (%3, %2) {
    %0 "x": float32[1]
    mul "square"(%0, %0) -> (%2 "x2": float32[1])
    add@7 "sum"(%2, _, %0) -> (%3 "y": float32[1])
  }
  graph ^1 "other" () -> (%3) { f "f"() -> (%3 "y": float32[1]) }`);
const graph = getGraph(model, graphId(0));

test("values and graphs are found by id, or refused by code", () => {
  expect(getValue(graph, valueId(2)).name).toBe("x2");
  expect(() => getValue(graph, valueId(1))).toThrow("IR-E001: There is no value 1.");
  expect(() => getGraph(model, graphId(2))).toThrow("IR-E001: There is no graph 2.");
});

test("live values leave out the removed ones", () => {
  expect(liveValues(graph).map((value) => value.id)).toEqual([0, 2, 3]);
});

test("makers and readers, one entry per use", () => {
  const made = [...producers(graph)].map(([id, node]) => [id, node.name]);
  expect(made).toEqual([
    [2, "square"],
    [3, "sum"],
  ]);
  expect(
    consumers(graph)
      .get(valueId(0))
      ?.map((node) => node.name),
  ).toEqual(["square", "square", "sum"]);
  expect(consumers(graph).get(valueId(3))).toBeUndefined();
});

test("the next node id is above every other", () => {
  expect(nextNodeId(graph)).toBe(8);
  expect(nextNodeId({ ...graph, nodes: [] })).toBe(0);
});

test("signatures follow the outputs of a replaced graph, those of other graphs do not", () => {
  const outputs = [valueId(9), valueId(2)];
  const changed = withGraph(model, graphId(0), { ...graph, outputs });
  expect(changed.graphs[0]?.outputs).toBe(outputs);
  expect(changed.signatures.map((s) => s.outputs.map((tensor) => [tensor.name, tensor.value]))).toEqual([
    [
      ["scores", 9],
      ["features", 2],
    ],
    [["scores", 3]],
  ]);
  expect(withGraph(model, graphId(0), graph).signatures).toBe(model.signatures);
});
