import type { ValueId } from "../../../ir/index.ts";
import type { Architecture } from "./architecture.ts";
import type { Network, NetworkStyle } from "./network.ts";

/** Units of each of the four blocks (He et al. 2015, table 1). */
const depths: readonly (readonly [name: string, units: readonly number[]])[] = [
  ["50", [3, 4, 6, 3]],
  ["101", [3, 4, 23, 3]],
  ["152", [3, 8, 36, 3]],
  ["200", [3, 24, 36, 3]],
];

const style: NetworkStyle = { epsilon: 1e-5, activation: "relu" };

type Unit = (net: Network, x: ValueId, scope: string, stride: number) => ValueId;

/** What is added to the residual: a projection where the number of channels changes, else every stride-th position. */
function shortcut(net: Network, x: ValueId, projected: ValueId, scope: string, stride: number): ValueId {
  if (net.has(`${scope}/shortcut/weights`)) {
    return net.conv(projected, `${scope}/shortcut`, { stride, activation: "none" });
  }
  return stride === 1 ? x : net.maxPool(x, 1, stride, "valid", `${scope}/shortcut`);
}

function residual(net: Network, x: ValueId, scope: string, stride: number): ValueId {
  const reduced = net.conv(x, `${scope}/conv1`);
  const seen = net.conv(reduced, `${scope}/conv2`, { stride, border: "fixed" });
  return net.conv(seen, `${scope}/conv3`, { activation: "none" });
}

/** Convolution, normalization, activation; activated again after the sum (He et al. 2015). */
const unit1: Unit = (net, x, block, stride) => {
  const scope = `${block}/bottleneck_v1`;
  const sum = net.add(shortcut(net, x, x, scope, stride), residual(net, x, scope, stride), scope);
  return net.activate(sum, "relu", scope);
};

/** Normalization and activation before each convolution (He et al. 2016). */
const unit2: Unit = (net, x, block, stride) => {
  const scope = `${block}/bottleneck_v2`;
  const ready = net.normalized(x, `${scope}/preact`);
  return net.add(shortcut(net, x, ready, scope, stride), residual(net, ready, scope, stride), scope);
};

/** TF-slim lets the last unit of a block take the stride, in every block but the last. */
function blocks(net: Network, x: ValueId, scope: string, units: readonly number[], unit: Unit): ValueId {
  let y = x;
  units.forEach((count, block) => {
    for (let i = 1; i <= count; i++) {
      const stride = i === count && block < units.length - 1 ? 2 : 1;
      y = unit(net, y, `${scope}/block${block + 1}/unit_${i}`, stride);
    }
  });
  return y;
}

function resnet(version: 1 | 2, depth: string, units: readonly number[]): Architecture {
  return {
    title: `ResNet v${version} ${depth}`,
    scope: `resnet_v${version}_${depth}`,
    size: 224,
    preprocessing: version === 1 ? "mean" : "unit",
    style,
    unused: ["mean_rgb"],
    build(net, pictures, scope) {
      const activation = version === 1 ? "relu" : "none";
      const root = net.conv(pictures, `${scope}/conv1`, { stride: 2, border: "fixed", activation });
      const pooled = net.maxPool(root, 3, 2, "same", `${scope}/pool1`);
      const body = blocks(net, pooled, scope, units, version === 1 ? unit1 : unit2);
      const features = version === 1 ? body : net.normalized(body, `${scope}/postnorm`);
      const mean = net.globalPool(features, `${scope}/pool5`);
      const logits = net.conv(mean, `${scope}/logits`, { activation: "none" });
      return net.softmax(net.squeezed(logits, `${scope}/SpatialSqueeze`), `${scope}/predictions/Softmax`);
    },
  };
}

/** TF-slim's ResNets of both versions, with bottlenecks. */
export const resnets: readonly Architecture[] = ([1, 2] as const).flatMap((version) =>
  depths.map(([depth, units]) => resnet(version, depth, units)),
);
