import type { ValueId } from "../../../ir/index.ts";
import type { Architecture } from "./architecture.ts";
import type { Network } from "./network.ts";

const common = {
  size: 224,
  preprocessing: "unit",
  style: { epsilon: 1e-3, activation: "relu6" },
  unused: [],
} as const;

function classified(net: Network, x: ValueId, scope: string): ValueId {
  const mean = net.globalPool(x, `${scope}/Logits/global_pool`);
  const logits = net.conv(mean, `${scope}/Logits/Conv2d_1c_1x1`, { activation: "none" });
  return net.softmax(net.squeezed(logits, `${scope}/Logits/SpatialSqueeze`), `${scope}/Predictions/Softmax`);
}

/** Strides of the depthwise convolutions (Howard et al. 2017, table 1). */
const strides1: readonly number[] = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];

/** MobileNet v1 of any width: numbers of channels are those of the variables. */
export const mobilenetV1: Architecture = {
  ...common,
  title: "MobileNet v1",
  scope: "MobilenetV1",
  build(net, pictures, scope) {
    let x = net.conv(pictures, `${scope}/Conv2d_0`, { stride: 2 });
    strides1.forEach((stride, i) => {
      const layer = `${scope}/Conv2d_${i + 1}`;
      x = net.conv(net.depthwise(x, `${layer}_depthwise`, { stride }), `${layer}_pointwise`);
    });
    return classified(net, x, scope);
  },
};

/** Strides of the inverted residuals (Sandler et al. 2018, table 2). */
const strides2: readonly number[] = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1];

/** Widened, filtered, narrowed; added to what came in where both are alike. */
function invertedResidual(net: Network, x: ValueId, scope: string, stride: number): ValueId {
  const wide = net.has(`${scope}/expand/weights`) ? net.conv(x, `${scope}/expand`) : x;
  const seen = net.depthwise(wide, `${scope}/depthwise`, { stride });
  const narrow = net.conv(seen, `${scope}/project`, { activation: "none" });
  return stride === 1 && net.channels(x) === net.channels(narrow) ? net.add(narrow, x, scope) : narrow;
}

/** MobileNet v2 of any width. */
export const mobilenetV2: Architecture = {
  ...common,
  title: "MobileNet v2",
  scope: "MobilenetV2",
  build(net, pictures, scope) {
    let x = net.conv(pictures, `${scope}/Conv`, { stride: 2 });
    strides2.forEach((stride, i) => {
      x = invertedResidual(net, x, `${scope}/expanded_conv${i === 0 ? "" : `_${i}`}`, stride);
    });
    return classified(net, net.conv(x, `${scope}/Conv_1`), scope);
  },
};
