import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { npyTensor } from "../src/api/npy.ts";
import { memorySource } from "../src/bytes/index.ts";
import { tflite } from "../src/formats/tflite/index.ts";
import { constantTensor, type Graph, getValue, type Model, type Node, type ValueId } from "../src/ir/index.ts";
import { fromNumbers, type Tensor, tensor, toNumbers } from "../src/numerics/index.ts";
import { evaluate } from "../src/ops/index.ts";
import { createSession } from "../src/runtime/index.ts";
import { type Float32Kernel, float32Kernels } from "./float32-kernels.ts";

const letters = fileURLToPath(new URL("../../shared/fixtures/letters", import.meta.url));

/** Of the 124 pictures, those where letters_dynamic shows most; interop/check_letters.py runs all. */
const pictures = [49, 99, 116, 117, 118, 119, 120, 121, 122, 123];
const [shape, classes] = [[1, 96, 96, 3], 62];
const size = 96 * 96 * 3;

const golden = (file: string): Float64Array =>
  toNumbers(npyTensor(new Uint8Array(readFileSync(`${letters}/golden/${file}`)), file));

async function open(name: string): Promise<Model> {
  const bytes = memorySource(new Uint8Array(readFileSync(`${letters}/${name}.tflite`)), name);
  const read = await tflite.read?.({ name, bytes, sibling: async () => undefined, list: async () => [] }, {});
  return read?.model as Model;
}

/** Largest distance of the outputs from those of the reference kernels of TensorFlow 2.21. */
function distance(name: string, answer: (picture: Float64Array) => Tensor): number {
  const pixels = golden("images_uint8.npy");
  const wanted = golden(`${name}.tflite.ref.npy`);
  const distances = pictures.flatMap((i) => {
    const got = toNumbers(answer(pixels.subarray(i * size, (i + 1) * size)));
    return Array.from(got, (x, k) => Math.abs(x - (wanted[i * classes + k] as number)));
  });
  return Math.max(...distances);
}

type Kernels = readonly (keyof typeof float32Kernels)[];

/** The model's answer, where operators on real numbers that are among `float32` round every step. */
function answerOf(model: Model, picture: Tensor, float32: Kernels): Tensor {
  const graph = model.graphs[0] as Graph;
  const values = new Map<ValueId, Tensor>([[graph.inputs[0] as ValueId, picture]]);
  const held = (id: ValueId): Tensor => values.get(id) ?? weight(graph, id);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => (input === null ? null : held(input)));
    values.set(node.outputs[0] as ValueId, apply(node, inputs, float32));
  }
  return held(graph.outputs[0] as ValueId);
}

function weight(graph: Graph, id: ValueId): Tensor {
  const { constant, type } = getValue(graph, id);
  const { dtype, shape: dims, data } = constantTensor(constant as NonNullable<typeof constant>);
  return tensor(dtype, dims, data, type.quantization?.kind === "blockwise" ? undefined : type.quantization);
}

function apply({ op, name, attrs }: Node, inputs: readonly (Tensor | null)[], float32: Kernels): Tensor {
  const kernel: Float32Kernel | undefined = float32.includes(op as Kernels[number])
    ? float32Kernels[op as Kernels[number]]
    : undefined;
  const real = op === "mean" || inputs.every((input) => input === null || input.dtype === "float32");
  if (kernel !== undefined && real) return kernel(inputs, attrs);
  return evaluate({ op, name, attrs, inputs, outputs: [{}], regions: [] })[0] as Tensor;
}

describe.skipIf(!existsSync(letters))("letters against the reference kernels (skipped: no ../shared)", () => {
  test.each([
    ["letters_int8", -128, 0],
    ["letters_uint8io", 0, 0],
    ["letters_int8_floatio", 0, 0],
    ["letters_int16x8", 0, 0],
    ["letters_float32", 0, 1e-5],
    ["letters_float16", 0, 1e-5],
  ])("%s", async (name, offset, bar) => {
    const session = createSession(await open(name));
    const dtype = session.inputs[0]?.type.dtype ?? "float32";
    const [input, output] = [session.inputs[0]?.name ?? "", session.outputs[0]?.name ?? ""];
    const worst = distance(name, (picture) => {
      const stored = picture.map((pixel) => pixel + offset);
      return session.runSync({ [input]: fromNumbers(dtype, shape, stored) })[output] as Tensor;
    });
    expect(worst).toBeLessThanOrEqual(bar);
  });

  // letters_dynamic has 8 CONV_2D, 7 DEPTHWISE_CONV_2D, and a MEAN on real numbers. Ours add in float64; hybrid kernels
  // after them then round some numbers to the neighbouring int8. Where these three add as the kernels do, all the rest agrees.
  test.each<[Kernels, number, number]>([
    [[], 1e-4, 0.05],
    [["conv2d", "depthwiseConv2d"], 1e-4, 1e-3],
    [["conv2d", "depthwiseConv2d", "mean"], 0, 1e-6],
  ])("letters_dynamic, float32 sums in %j", async (float32, least, most) => {
    const model = await open("letters_dynamic");
    const worst = distance("letters_dynamic", (picture) =>
      answerOf(model, fromNumbers("float32", shape, picture), float32),
    );
    expect(worst).toBeGreaterThanOrEqual(least);
    expect(worst).toBeLessThanOrEqual(most);
  });
});
