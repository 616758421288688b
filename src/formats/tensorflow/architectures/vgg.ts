import type { Architecture } from "./architecture.ts";

/** Convolutions before each pooling (Simonyan and Zisserman 2014, table 1: A, D, E). */
const stages: readonly (readonly [name: string, title: string, convolutions: readonly number[]])[] = [
  ["vgg_a", "VGG 11", [1, 1, 2, 2, 2]],
  ["vgg_16", "VGG 16", [2, 2, 3, 3, 3]],
  ["vgg_19", "VGG 19", [2, 2, 4, 4, 4]],
];

function vgg(name: string, title: string, convolutions: readonly number[]): Architecture {
  return {
    title,
    scope: name,
    size: 224,
    preprocessing: "mean",
    style: { epsilon: 0, activation: "relu" },
    unused: ["mean_rgb"],
    build(net, pictures, scope) {
      let x = pictures;
      convolutions.forEach((count, i) => {
        const stage = i + 1;
        for (let j = 1; j <= count; j++) x = net.conv(x, `${scope}/conv${stage}/conv${stage}_${j}`);
        x = net.maxPool(x, 2, 2, "valid", `${scope}/pool${stage}`);
      });
      const six = net.conv(x, `${scope}/fc6`, { border: "valid" });
      const seven = net.conv(six, `${scope}/fc7`);
      return net.squeezed(net.conv(seven, `${scope}/fc8`, { activation: "none" }), `${scope}/fc8/squeezed`);
    },
  };
}

/** TF-slim's VGGs, whose result are logits: TF-slim ends them without a softmax. */
export const vggs: readonly Architecture[] = stages.map(([name, title, convolutions]) =>
  vgg(name, title, convolutions),
);
