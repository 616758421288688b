import type { ValueId } from "../../../ir/index.ts";
import type { Architecture } from "./architecture.ts";
import { conv, halved, halvedPool, mixed, runSteps, type Step } from "./branches.ts";
import type { Network } from "./network.ts";

const common = {
  preprocessing: "unit",
  style: { epsilon: 1e-3, activation: "relu" },
  unused: ["AuxLogits"],
} as const;

/** The last layers of versions 1 and 3: their logits are a convolution. */
function classified(net: Network, x: ValueId, logits: string, squeezed: string, result: string): ValueId {
  const mean = net.globalPool(x, `${logits.slice(0, logits.lastIndexOf("/"))}/AvgPool`);
  return net.softmax(net.squeezed(net.conv(mean, logits, { activation: "none" }), squeezed), result);
}

/** `Mixed_5b` of version 1 has a scope that the others do not have. */
const mixed1 = (name: string, third = "Conv2d_0b_3x3"): Step =>
  mixed(
    name,
    [conv("Conv2d_0a_1x1")],
    [conv("Conv2d_0a_1x1"), conv("Conv2d_0b_3x3")],
    [conv("Conv2d_0a_1x1"), conv(third)],
    [{ maxPool: 3 }, conv("Conv2d_0b_1x1")],
  );

/** Szegedy et al. 2014, table 1. */
const steps1: readonly Step[] = [
  { conv: "Conv2d_1a_7x7", stride: 2 },
  { maxPool: 3, stride: 2 },
  conv("Conv2d_2b_1x1"),
  conv("Conv2d_2c_3x3"),
  { maxPool: 3, stride: 2 },
  ...["Mixed_3b", "Mixed_3c"].map((name) => mixed1(name)),
  { maxPool: 3, stride: 2 },
  ...["Mixed_4b", "Mixed_4c", "Mixed_4d", "Mixed_4e", "Mixed_4f"].map((name) => mixed1(name)),
  { maxPool: 2, stride: 2 },
  mixed1("Mixed_5b", "Conv2d_0a_3x3"),
  mixed1("Mixed_5c"),
];

export const inceptionV1: Architecture = {
  ...common,
  title: "Inception v1",
  scope: "InceptionV1",
  size: 224,
  build: (net, pictures, scope) =>
    classified(
      net,
      runSteps(net, pictures, scope, steps1),
      `${scope}/Logits/Conv2d_0c_1x1`,
      `${scope}/Logits/SpatialSqueeze`,
      `${scope}/Logits/Predictions/Softmax`,
    ),
};

/** 35 x 35 positions; `Mixed_5c` has scopes that the others do not have. */
const wide3 = (name: string, one = "Conv2d_0a_1x1", five = "Conv2d_0b_5x5"): Step =>
  mixed(
    name,
    [conv("Conv2d_0a_1x1")],
    [conv(one), conv(five)],
    [conv("Conv2d_0a_1x1"), conv("Conv2d_0b_3x3"), conv("Conv2d_0c_3x3")],
    ["averagePool", conv("Conv2d_0b_1x1")],
  );

/** 17 x 17 positions, filters of 1 x 7 and 7 x 1. */
const seven3 = (name: string): Step =>
  mixed(
    name,
    [conv("Conv2d_0a_1x1")],
    ["0a_1x1", "0b_1x7", "0c_7x1"].map((part) => conv(`Conv2d_${part}`)),
    ["0a_1x1", "0b_7x1", "0c_1x7", "0d_7x1", "0e_1x7"].map((part) => conv(`Conv2d_${part}`)),
    ["averagePool", conv("Conv2d_0b_1x1")],
  );

/** 8 x 8 positions, paths that fork. */
const narrow3 = (name: string, upright: string): Step =>
  mixed(
    name,
    [conv("Conv2d_0a_1x1")],
    [conv("Conv2d_0a_1x1"), { fork: [[conv("Conv2d_0b_1x3")], [conv(upright)]] }],
    [conv("Conv2d_0a_1x1"), conv("Conv2d_0b_3x3"), { fork: [[conv("Conv2d_0c_1x3")], [conv("Conv2d_0d_3x1")]] }],
    ["averagePool", conv("Conv2d_0b_1x1")],
  );

/** Szegedy et al. 2015, table 1. */
const steps3: readonly Step[] = [
  halved("Conv2d_1a_3x3"),
  { conv: "Conv2d_2a_3x3", border: "valid" },
  conv("Conv2d_2b_3x3"),
  halvedPool,
  conv("Conv2d_3b_1x1"),
  { conv: "Conv2d_4a_3x3", border: "valid" },
  halvedPool,
  wide3("Mixed_5b"),
  wide3("Mixed_5c", "Conv2d_0b_1x1", "Conv_1_0c_5x5"),
  wide3("Mixed_5d"),
  mixed(
    "Mixed_6a",
    [halved("Conv2d_1a_1x1")],
    [conv("Conv2d_0a_1x1"), conv("Conv2d_0b_3x3"), halved("Conv2d_1a_1x1")],
    [halvedPool],
  ),
  ...["Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"].map(seven3),
  mixed(
    "Mixed_7a",
    [conv("Conv2d_0a_1x1"), halved("Conv2d_1a_3x3")],
    [conv("Conv2d_0a_1x1"), conv("Conv2d_0b_1x7"), conv("Conv2d_0c_7x1"), halved("Conv2d_1a_3x3")],
    [halvedPool],
  ),
  narrow3("Mixed_7b", "Conv2d_0b_3x1"),
  narrow3("Mixed_7c", "Conv2d_0c_3x1"),
];

export const inceptionV3: Architecture = {
  ...common,
  title: "Inception v3",
  scope: "InceptionV3",
  size: 299,
  build: (net, pictures, scope) =>
    classified(
      net,
      runSteps(net, pictures, scope, steps3),
      `${scope}/Logits/Conv2d_1c_1x1`,
      `${scope}/Logits/SpatialSqueeze`,
      `${scope}/Predictions/Softmax`,
    ),
};
