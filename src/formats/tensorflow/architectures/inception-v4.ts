import type { Architecture } from "./architecture.ts";
import { conv, halved, halvedPool, mixed, runSteps, type Step } from "./branches.ts";

const convs = (...parts: readonly string[]): readonly Step[] => parts.map((part) => conv(`Conv2d_${part}`));
const averaged: readonly Step[] = ["averagePool", conv("Conv2d_0b_1x1")];
const letters = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${first}${String.fromCharCode("b".charCodeAt(0) + i)}`);

const blockA = (name: string): Step =>
  mixed(name, convs("0a_1x1"), convs("0a_1x1", "0b_3x3"), convs("0a_1x1", "0b_3x3", "0c_3x3"), averaged);

const blockB = (name: string): Step =>
  mixed(
    name,
    convs("0a_1x1"),
    convs("0a_1x1", "0b_1x7", "0c_7x1"),
    convs("0a_1x1", "0b_7x1", "0c_1x7", "0d_7x1", "0e_1x7"),
    averaged,
  );

const fork = (wide: string, high: string): Step => ({ fork: [convs(wide), convs(high)] });

const blockC = (name: string): Step =>
  mixed(
    name,
    convs("0a_1x1"),
    [...convs("0a_1x1"), fork("0b_1x3", "0c_3x1")],
    [...convs("0a_1x1", "0b_3x1", "0c_1x3"), fork("0d_1x3", "0e_3x1")],
    averaged,
  );

/** Szegedy et al. 2016, figures 3 to 9. */
const steps: readonly Step[] = [
  halved("Conv2d_1a_3x3"),
  { conv: "Conv2d_2a_3x3", border: "valid" },
  conv("Conv2d_2b_3x3"),
  mixed("Mixed_3a", [halvedPool], [halved("Conv2d_0a_3x3")]),
  mixed(
    "Mixed_4a",
    [...convs("0a_1x1"), { conv: "Conv2d_1a_3x3", border: "valid" }],
    [...convs("0a_1x1", "0b_1x7", "0c_7x1"), { conv: "Conv2d_1a_3x3", border: "valid" }],
  ),
  mixed("Mixed_5a", [halved("Conv2d_1a_3x3")], [halvedPool]),
  ...letters("Mixed_5", 4).map(blockA),
  mixed("Mixed_6a", [halved("Conv2d_1a_3x3")], [...convs("0a_1x1", "0b_3x3"), halved("Conv2d_1a_3x3")], [halvedPool]),
  ...letters("Mixed_6", 7).map(blockB),
  mixed(
    "Mixed_7a",
    [...convs("0a_1x1"), halved("Conv2d_1a_3x3")],
    [...convs("0a_1x1", "0b_1x7", "0c_7x1"), halved("Conv2d_1a_3x3")],
    [halvedPool],
  ),
  ...letters("Mixed_7", 3).map(blockC),
];

export const inceptionV4: Architecture = {
  title: "Inception v4",
  scope: "InceptionV4",
  size: 299,
  preprocessing: "unit",
  style: { epsilon: 1e-3, activation: "relu" },
  unused: ["AuxLogits"],
  build(net, pictures, scope) {
    const features = runSteps(net, pictures, scope, steps);
    const mean = net.squeezed(
      net.globalPool(features, `${scope}/Logits/AvgPool_1a`),
      `${scope}/Logits/PreLogitsFlatten`,
    );
    return net.softmax(net.dense(mean, `${scope}/Logits/Logits`), `${scope}/Logits/Predictions`);
  },
};
