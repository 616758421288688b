import { expect, test } from "vitest";
import { type Constant, constantFromTensor } from "../../../ir/index.ts";
import { elementCount, formatShape, tensor } from "../../../numerics/index.ts";
import { type Rebuilt, rebuild } from "./index.ts";

type Shapes = ReadonlyMap<string, readonly number[]>;

function constantOf(name: string, shape: readonly number[]): Constant {
  const zeros = tensor("float32", shape, new Float32Array(elementCount(shape)));
  return constantFromTensor(zeros, { kind: "source", weight: name });
}

function rebuildFrom(shapes: Shapes): Rebuilt | undefined {
  return rebuild([...shapes.keys()], (name) => {
    const shape = shapes.get(name);
    return shape === undefined ? undefined : constantOf(name, shape);
  });
}

const normalized = (scope: string, channels: number): (readonly [string, readonly number[]])[] =>
  ["beta", "gamma", "moving_mean", "moving_variance"].map((part) => [`${scope}/BatchNorm/${part}`, [channels]]);

/** MobileNet v1 with two channels everywhere and three classes. */
const mobilenet: Shapes = new Map<string, readonly number[]>([
  ["MobilenetV1/Conv2d_0/weights", [3, 3, 3, 2]],
  ...normalized("MobilenetV1/Conv2d_0", 2),
  ...Array.from({ length: 13 }, (_, i) => `MobilenetV1/Conv2d_${i + 1}`).flatMap(
    (layer): (readonly [string, readonly number[]])[] => [
      [`${layer}_depthwise/depthwise_weights`, [3, 3, 2, 1]],
      ...normalized(`${layer}_depthwise`, 2),
      [`${layer}_pointwise/weights`, [1, 1, 2, 2]],
      ...normalized(`${layer}_pointwise`, 2),
    ],
  ),
  ["MobilenetV1/Logits/Conv2d_1c_1x1/weights", [1, 1, 2, 3]],
  ["MobilenetV1/Logits/Conv2d_1c_1x1/biases", [3]],
]);

/** VGG 16 with two channels everywhere and four classes, and the mean colour that its checkpoints hold. */
const vgg: Shapes = new Map<string, readonly number[]>([
  ...[2, 2, 3, 3, 3].flatMap((count, stage) =>
    Array.from({ length: count }, (_, i) => `vgg_16/conv${stage + 1}/conv${stage + 1}_${i + 1}`).flatMap(
      (layer, i): (readonly [string, readonly number[]])[] => [
        [`${layer}/weights`, [3, 3, stage + i === 0 ? 3 : 2, 2]],
        [`${layer}/biases`, [2]],
      ],
    ),
  ),
  ["vgg_16/fc6/weights", [7, 7, 2, 2]],
  ["vgg_16/fc6/biases", [2]],
  ["vgg_16/fc7/weights", [1, 1, 2, 2]],
  ["vgg_16/fc7/biases", [2]],
  ["vgg_16/fc8/weights", [1, 1, 2, 4]],
  ["vgg_16/fc8/biases", [4]],
  ["vgg_16/mean_rgb", [3]],
]);

const counted = (rebuilt: Rebuilt | undefined, op: string): number =>
  rebuilt?.graph.nodes.filter((node) => node.op === op).length ?? 0;

test("MobileNet v1 is known by its variables, whatever its width and number of classes", () => {
  const rebuilt = rebuildFrom(mobilenet);
  expect(rebuilt?.note.evidence).toMatchObject({
    architecture: "MobileNet v1",
    classes: 3,
    size: 224,
    variables: mobilenet.size,
    output: "MobilenetV1/Predictions/Softmax",
  });
  expect([counted(rebuilt, "conv2d"), counted(rebuilt, "depthwiseConv2d")]).toEqual([15, 13]);
  const result = rebuilt?.graph.values[rebuilt.graph.outputs[0] ?? -1];
  expect(formatShape(result?.type.shape ?? [])).toBe("[batch,3]");
});

test("VGG 16 ends in logits, and its mean colour is no part of it", () => {
  const rebuilt = rebuildFrom(vgg);
  expect(rebuilt?.note.evidence).toMatchObject({ architecture: "VGG 16", classes: 4, output: "vgg_16/fc8/squeezed" });
  expect([counted(rebuilt, "maxPool2d"), counted(rebuilt, "softmax")]).toEqual([5, 0]);
  expect(rebuilt?.isUnused("vgg_16/mean_rgb")).toBe(true);
});

test.each<[string, (shapes: Map<string, readonly number[]>) => void]>([
  ["a variable less", (shapes) => shapes.delete("MobilenetV1/Conv2d_7_pointwise/weights")],
  ["a variable more", (shapes) => shapes.set("MobilenetV1/Conv2d_14_depthwise/depthwise_weights", [3, 3, 2, 1])],
  ["a variable of another scope", (shapes) => shapes.set("Head/weights", [2])],
  ["channels that do not fit", (shapes) => shapes.set("MobilenetV1/Conv2d_5_pointwise/weights", [1, 1, 3, 2])],
])("%s makes it another network", (_, change) => {
  const shapes = new Map(mobilenet);
  change(shapes);
  expect(rebuildFrom(shapes)).toBeUndefined();
});

test("a scope that nobody published is not guessed at", () => {
  const renamed = new Map(
    [...mobilenet].map(([name, shape]) => [name.replace("MobilenetV1", "MobilenetV1Tiny"), shape]),
  );
  expect(rebuildFrom(renamed)).toBeUndefined();
});
