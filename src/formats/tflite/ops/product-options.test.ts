import { describe, expect, test } from "vitest";
import { sketchModel } from "../../../../suites/sketch.ts";
import { memorySource } from "../../../bytes/index.ts";
import { type Attrs, constantFromTensor, type Model, type Node, tensorType, type ValueId } from "../../../ir/index.ts";
import { type DType, fromNumbers, type Quantization } from "../../../numerics/index.ts";
import { tflite } from "../index.ts";

interface Layer {
  readonly op: string;
  readonly attrs: Attrs;
  /** dtypes of the operands in order; the first is fed, others are constants. */
  readonly operands: readonly (readonly [dtype: DType, shape: readonly number[]])[];
  readonly fed: number;
  readonly result: DType;
}

const quantization: Quantization<ValueId> = { kind: "perTensor", scale: 0.5, zeroPoint: 0 };

const typed = (dtype: DType, shape: readonly number[]) =>
  tensorType(dtype, shape, dtype === "float32" ? undefined : quantization);

/** A model of one operator, written and read again. */
async function reread({ op, attrs, operands, fed, result }: Layer): Promise<Node> {
  const model: Model = sketchModel(({ emit: { builder } }) => {
    const inputs = operands.map(([dtype, shape], index) => {
      const type = typed(dtype, shape);
      if (index === fed) return builder.addValue({ type, name: "x" });
      const zeros = fromNumbers(dtype, shape, dtype === "int32" && index === 0 ? [1, 1, 2, 1] : []);
      const constant = constantFromTensor(zeros, { kind: "literal", reason: "operand" });
      return builder.addConstant(constant, `operand${index}`, { type });
    });
    const shape = op === "transposeConv" ? [1, 1, 2, 1] : [1, 1];
    const node = builder.addNode({
      op,
      name: "y",
      attrs,
      inputs,
      outputs: [{ type: typed(result, shape), name: "y" }],
    });
    return node.outputs;
  });
  const [graph] = model.graphs;
  const named = { ...model, graphs: [{ ...graph, inputs: [graph?.nodes[0]?.inputs[fed] as ValueId] }] } as Model;
  const written = tflite.write?.(named, "m.tflite", {});
  expect(written?.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  const bytes = memorySource(written?.files[0]?.bytes as Uint8Array, "m.tflite");
  const input = { name: "m.tflite", bytes, sibling: async () => undefined, list: async () => [] };
  const read = await tflite.read?.(input, {});
  return read?.model?.graphs[0]?.nodes[0] as Node;
}

const dense = { activation: "none", keepNumDims: false };
const hybrid = {
  operands: [
    ["float32", [1, 2]],
    ["int8", [1, 2]],
  ],
  fed: 0,
  result: "float32",
} as const;
const spread = { strides: [1, 1], padding: "same", activation: "none" };
const transposed = {
  operands: [
    ["int32", [4]],
    ["int8", [1, 1, 1, 1]],
    ["int16", [1, 1, 2, 1]],
  ],
  fed: 2,
  result: "int16",
} as const;

describe("options that decide arithmetic come back", () => {
  test.each([
    ["fullyConnected", { ...dense, asymmetricQuantizeInputs: true }, hybrid, 9],
    ["fullyConnected", { ...dense, asymmetricQuantizeInputs: false }, hybrid, 3],
    ["batchMatmul", { adjX: false, adjY: true, asymmetricQuantizeInputs: true }, hybrid, 4],
    ["batchMatmul", { adjX: false, adjY: true, asymmetricQuantizeInputs: false }, hybrid, 4],
    ["transposeConv", { ...spread, quantizedBiasType: "int32" }, transposed, 5],
    ["transposeConv", { ...spread, quantizedBiasType: "int64" }, transposed, 2],
    ["transposeConv", { ...spread, quantizedBiasType: "none" }, transposed, 2],
  ] as const)("%s %j", async (op, attrs, layer, version) => {
    const node = await reread({ op, attrs, ...layer });
    expect([node.op, node.attrs, node.source?.version]).toEqual([op, attrs, version]);
  });
});
