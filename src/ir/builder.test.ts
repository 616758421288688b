import { expect, test } from "vitest";
import { fromNumbers } from "../numerics/index.ts";
import {
  buildGraph,
  constantFromTensor,
  createBuilder,
  createEditor,
  type NodeDraft,
  tensorType,
  valueId,
} from "./index.ts";

const type = tensorType("float32", [2]);
const draft = (outputs: NodeDraft["outputs"]): NodeDraft => ({ op: "f", name: "n", attrs: {}, inputs: [], outputs });

test("ids are given in order, outputs become values", () => {
  const builder = createBuilder();
  const x = builder.addValue({ type, name: "x" });
  const first = builder.addNode(
    draft([
      { type, name: "a" },
      { type, name: "b" },
    ]),
  );
  const second = builder.addNode(draft([]));
  expect([x, first.outputs, first.id, second.id]).toEqual([0, [1, 2], 0, 1]);
  expect(builder.value(valueId(2))).toEqual({ id: 2, name: "b", type });
  expect([first.regions, first.provenance, "source" in first]).toEqual([[], [], false]);
});

test("a constant has its own type unless another is given", () => {
  const builder = createBuilder();
  const constant = constantFromTensor(fromNumbers("int8", [2], [1, 2]), { kind: "literal", reason: "test" });
  const quantized = tensorType("int8", [2], { kind: "perTensor", scale: 0.5, zeroPoint: 0 });
  expect(builder.value(builder.addConstant(constant, "c")).type).toEqual(tensorType("int8", [2]));
  expect(builder.value(builder.addConstant(constant, "q", { type: quantized })).type).toBe(quantized);
});

test("an existing value may become an output", () => {
  const builder = createBuilder();
  const y = builder.addValue({ type, name: "y" });
  expect(builder.addNode(draft([y])).outputs).toEqual([y]);
  expect(builder.values).toHaveLength(1);
});

test("a value that is not there is refused by code", () => {
  expect(() => createBuilder().value(valueId(0))).toThrow("IR-E001: There is no value 0.");
  expect(() => createBuilder().value(valueId(-1))).toThrow("IR-E001");
});

test("on top of a graph it sees the graph's values, continues its ids and keeps only what is new", () => {
  const builder = createBuilder();
  const x = builder.addValue({ type, name: "x" });
  builder.addNode(draft([{ type, name: "y" }]));
  const base = createEditor(buildGraph(builder, "g", [x], []));
  const provenance = [{ rule: "r", reason: "why", from: ["n"] }];
  const above = createBuilder(base, provenance);
  expect(above.value(x).name).toBe("x");
  expect(above.addValue({ type, name: "z" })).toBe(2);
  const node = above.addNode(draft([]));
  expect([node.id, node.provenance]).toEqual([1, provenance]);
  expect(above.values.map((value) => value.name)).toEqual(["z"]);
  expect(() => above.value(valueId(3))).toThrow("IR-E001");
});

test("a built graph does not change with its builder", () => {
  const builder = createBuilder();
  const graph = buildGraph(builder, "g", [], []);
  builder.addValue({ type, name: "late" });
  builder.addNode(draft([]));
  expect([graph.values, graph.nodes]).toEqual([[], []]);
});
