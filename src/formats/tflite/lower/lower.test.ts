import { describe, expect, test } from "vitest";
import { createCollector } from "../../../diagnostics/index.ts";
import {
  constantFromTensor,
  constantHash,
  type Graph,
  type GraphId,
  getGraph,
  type Model,
  type Node,
  type TensorType,
  tensorType,
  type ValueId,
  verifyModel,
} from "../../../ir/index.ts";
import { fromNumbers, isInteger, type Tensor } from "../../../numerics/index.ts";
import { compareTensors, type Example, examples, type OpName } from "../../../ops/index.ts";
import { createInterpreter, drain } from "../../../runtime/index.ts";
import { readModel, writeModel } from "../testing/file.ts";
import { lowerForRuntime } from "./lower.ts";

/** The type of a tensor of numbers, or of one quantized as a whole. */
const typeOf = ({ dtype, shape, quantization }: Tensor): TensorType =>
  tensorType(dtype, shape, quantization?.kind === "perTensor" ? quantization : undefined);

/** A model of one node, from an example of its operator; all operands but the data are constants. */
function modelOf(op: string, example: Example<never>, regions: readonly Graph[] = []): Model {
  const values: Graph["values"][number][] = [];
  const inputs = example.inputs.map((tensor, index) => {
    if (tensor === null) return null;
    const id = values.length as ValueId;
    const fed = index === 0 || (op === "transposeConv" && index === 2);
    const isShape = isInteger(tensor.dtype) && index > 0;
    const constant = fed && !isShape && !(op === "transposeConv" && index === 0);
    const held = constant ? {} : { constant: constantFromTensor(tensor, { kind: "literal", reason: "test" }) };
    values.push({ id, name: `x${index}`, type: typeOf(tensor), ...held });
    return id;
  });
  const outputs = example.outputs.map((tensor, index) => {
    const id = values.length as ValueId;
    values.push({ id, name: `y${index}`, type: typeOf(tensor) });
    return id;
  });
  const node = { id: 0 as Node["id"], op, name: op, attrs: example.attrs, inputs, outputs, provenance: [] };
  const graph: Graph = {
    name: "main",
    values,
    nodes: [{ ...node, regions: regions.map((_, index) => (index + 1) as GraphId) }],
    inputs: values.flatMap((value) => (value?.name.startsWith("x") && !value.constant ? [value.id] : [])),
    outputs,
  };
  const empty = { signatures: [], variables: [], metadata: [], weights: [], dropped: [] };
  return { name: "m", source: { format: "keras" }, graphs: [graph, ...regions], ...empty };
}

function run(model: Model, example: Example<never>): readonly Tensor[] {
  const graph = getGraph(model, 0 as GraphId);
  const fed = graph.inputs.map((id) => {
    const index = Number(graph.values[id]?.name.slice(1));
    return example.inputs[index] as Tensor;
  });
  return drain(createInterpreter(model).run(0 as GraphId, fed));
}

const first = (op: OpName, wanted: string): Example<never> =>
  (examples[op] as readonly Example<never>[]).find((example) => example.name.includes(wanted)) as Example<never>;

const f32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("float32", shape, numbers);
const i32 = (shape: readonly number[], numbers: readonly number[]): Tensor => fromNumbers("int32", shape, numbers);
const counting = (count: number): number[] => Array.from({ length: count }, (_, i) => ((i * 7) % 11) - 5);

interface Case {
  readonly op: OpName;
  readonly target: readonly [number, number, number];
  readonly example: Pick<Example<never>, "inputs"> & { readonly attrs: object; readonly outputs: readonly Tensor[] };
  readonly into: readonly string[];
}

const cases: readonly Case[] = [
  {
    op: "conv2d",
    target: [2, 8, 0],
    example: {
      attrs: { strides: [1, 1], dilations: [1, 1], padding: "same", activation: "relu" },
      inputs: [f32([1, 3, 3, 4], counting(36)), f32([4, 2, 2, 2], counting(32)), f32([4], [1, 2, 3, 4])],
      outputs: [f32([1, 3, 3, 4], counting(36))],
    },
    into: ["split", "conv2d", "conv2d", "concatenation"],
  },
  {
    op: "fullyConnected",
    target: [1, 15, 0],
    example: {
      attrs: { activation: "relu", keepNumDims: true },
      inputs: [f32([2, 2, 3], counting(12)), f32([2, 3], counting(6)), f32([2], [0.5, -0.5])],
      outputs: [f32([2, 2, 2], counting(8))],
    },
    into: ["reshape", "fullyConnected", "reshape"],
  },
  {
    op: "transposeConv",
    target: [2, 8, 0],
    example: {
      attrs: { strides: [2, 2], padding: "same", activation: "relu6" },
      inputs: [i32([4], [1, 4, 4, 1]), f32([1, 2, 2, 1], [1, 2, -3, 4]), f32([1, 2, 2, 1], [1, 2, -3, 4])],
      outputs: [f32([1, 4, 4, 1], counting(16))],
    },
    into: ["transposeConv", "relu6"],
  },
  {
    op: "relu0To1",
    target: [2, 8, 0],
    example: { attrs: {}, inputs: [f32([4], [-1, 0.5, 1, 3])], outputs: [f32([4], [0, 0.5, 1, 1])] },
    into: ["relu", "minimum"],
  },
  {
    op: "stridedSlice",
    target: [2, 8, 0],
    example: {
      attrs: { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: true },
      inputs: [f32([5], [1, 2, 3, 4, 5]), i32([1], [1]), i32([1], [3]), i32([1], [1])],
      outputs: [f32([3], [2, 3, 4])],
    },
    into: ["add", "stridedSlice"],
  },
  {
    op: "broadcastTo",
    target: [2, 4, 0],
    example: {
      attrs: {},
      inputs: [f32([3], [1, 2, 3]), i32([2], [2, 3])],
      outputs: [f32([2, 3], [1, 2, 3, 1, 2, 3])],
    },
    into: ["add"],
  },
  {
    op: "cast",
    target: [2, 8, 0],
    example: {
      attrs: { dtype: "float32" },
      inputs: [fromNumbers("float16", [3], [1, -2.5, 1024])],
      outputs: [f32([3], [1, -2.5, 1024])],
    },
    into: ["dequantize"],
  },
];

describe("operators that are newer than the target are said in older ones", () => {
  test.each(cases)("$op for $target", ({ op, target, example, into }) => {
    const report = createCollector();
    const model = modelOf(op, example as Example<never>);
    const lowered = lowerForRuntime(model, target, report);
    expect(lowered.graphs[0]?.nodes.map((node) => node.op)).toEqual(into);
    expect(verifyModel(lowered)).toEqual([]);
    expect(report.diagnostics).toMatchObject([{ code: "TFL-N004", where: { op } }]);
    const got = run(lowered, example as Example<never>);
    const want = run(model, example as Example<never>);
    got.forEach((tensor, index) => {
      const comparison = compareTensors(tensor, want[index] as Tensor, { atol: 0, rtol: 0 });
      expect(comparison).toMatchObject({ equal: true });
    });
  });

  const [floatGelu, storedGelu] = [true, false].map((isFloat) =>
    (examples.gelu as readonly Example<never>[]).filter(({ inputs }) => (inputs[0]?.dtype === "float32") === isFloat),
  );

  test.each(storedGelu ?? [])("gelu on quantized tensors, $name, stays: the formula is of numbers", (example) => {
    const model = modelOf("gelu", example);
    expect(lowerForRuntime(model, [2, 8, 0], createCollector())).toEqual(model);
  });

  test.each(floatGelu ?? [])("gelu, $name", (example) => {
    const lowered = lowerForRuntime(modelOf("gelu", example), [2, 8, 0], createCollector());
    expect(lowered.graphs[0]?.nodes.map((node) => node.op)).not.toContain("gelu");
    expect(lowered.graphs[0]?.nodes.map((node) => node.op)).not.toContain("erf");
    run(lowered, example).forEach((tensor, index) => {
      const want = example.outputs[index] as Tensor;
      expect(compareTensors(tensor, want, { atol: 1e-6, rtol: 1e-6 })).toMatchObject({ equal: true });
    });
  });

  test("a composite becomes the graph that defines it", () => {
    const region: Graph = {
      name: "twice",
      values: [
        { id: 0 as ValueId, name: "a", type: { dtype: "float32", shape: [2] } },
        { id: 1 as ValueId, name: "b", type: { dtype: "float32", shape: [2] } },
      ],
      nodes: [
        {
          id: 0 as Node["id"],
          op: "add",
          name: "sum",
          attrs: { activation: "none" },
          inputs: [0 as ValueId, 0 as ValueId],
          outputs: [1 as ValueId],
          regions: [],
          provenance: [],
        },
      ],
      inputs: [0 as ValueId],
      outputs: [1 as ValueId],
    };
    const example = {
      name: "twice",
      attrs: { name: "my.twice", attributes: "", version: 1 } as never,
      inputs: [f32([2], [1, 2])],
      outputs: [f32([2], [2, 4])],
    };
    const lowered = lowerForRuntime(modelOf("composite", example, [region]), [2, 8, 0], createCollector());
    expect(lowered.graphs[0]?.nodes.map((node) => [node.op, node.name])).toEqual([["add", "composite/sum"]]);
    expect(run(lowered, example)[0]?.data).toEqual(Float32Array.of(2, 4));
  });

  test("nothing changes for a target that is new enough", () => {
    const model = modelOf("gelu", first("gelu", "exact"));
    expect(lowerForRuntime(model, [2, 9, 0], createCollector())).toEqual(model);
  });
});

test("an operator that was read newer than it needs to be is written in its lowest version", async () => {
  const model = modelOf("abs", {
    name: "",
    attrs: {} as never,
    inputs: [f32([2], [1, -2])],
    outputs: [f32([2], [1, 2])],
  });
  const nodes =
    model.graphs[0]?.nodes.map((node) => ({ ...node, source: { format: "tflite", op: "ABS", version: 5 } })) ?? [];
  const graphs = [{ ...(model.graphs[0] as Graph), nodes }];
  const read = { ...model, source: { format: "tflite" }, graphs };
  const versions = async (options: { targetRuntime?: string }) =>
    (await readModel(writeModel(read, options))).graphs[0]?.nodes.map((node) => node.source?.version);
  expect(await versions({})).toEqual([5]);
  expect(await versions({ targetRuntime: "2.8" })).toEqual([1]);
});

test("the parts of a grouped filter are views of its weight", () => {
  const { example } = cases[0] as Case;
  const lowered = lowerForRuntime(modelOf("conv2d", example as Example<never>), [2, 8, 0], createCollector());
  const filters = lowered.graphs[0]?.values.filter((value) => value?.name.startsWith("conv2d/filter")) ?? [];
  const whole = lowered.graphs[0]?.values.find((value) => value?.name === "x1")?.constant;
  expect(filters.map((value) => value?.constant?.source === whole?.source)).toEqual([true, true]);
  expect(new Set(filters.map((value) => value?.constant && constantHash(value.constant))).size).toBe(2);
});
