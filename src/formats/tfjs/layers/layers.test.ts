import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../bytes/index.ts";
import { constantFromTensor } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import type { TfjsWeight } from "../weight.ts";
import { withDepthMultipliers } from "./depth-multiplier.ts";
import { tensorflowJsSemantics } from "./semantics.ts";
import { toPythonic } from "./spelling.ts";

const layer = (className: string, config: JsonObject): Json => ({
  class_name: className,
  config: { name: className.toLowerCase(), ...config },
});
const model = (...layers: readonly Json[]): JsonObject => ({ class_name: "Sequential", config: { name: "m", layers } });

test("TensorFlow.js's own spelling becomes Python's; names stay", () => {
  const topology = {
    className: "Sequential",
    config: {
      name: "mySeq",
      layers: [{ className: "Conv2D", config: { name: "convOne", dataFormat: "channelsLast" } }],
    },
  };
  expect(toPythonic(topology)).toEqual({
    class_name: "Sequential",
    config: {
      name: "mySeq",
      layers: [{ class_name: "Conv2D", config: { name: "convOne", data_format: "channels_last" } }],
    },
  });
  const already = { class_name: "Sequential", config: { customKey: 1 } };
  expect(toPythonic(already)).toBe(already);
});

test("layers that TensorFlow.js computes otherwise are named, at any depth, and settled", () => {
  const { topology, differences } = tensorflowJsSemantics(
    model(
      layer("UpSampling2D", { interpolation: "bilinear" }),
      layer("TimeDistributed", { layer: layer("ReLU", { negative_slope: 0.1, max_value: 6 }) }),
      layer("ReLU", { negative_slope: 0, threshold: null }),
      layer("DepthwiseConv2D", { dilation_rate: [2, 2] }),
    ),
  );
  expect(differences.map((d) => [d.className, d.difference])).toEqual([
    ["UpSampling2D", "enlarges bilinearly without half-pixel centres, Keras with them"],
    ["ReLU", "takes no account of negative_slope"],
    ["DepthwiseConv2D", "takes no account of dilation_rate"],
  ]);
  expect(JSON.stringify(topology)).toContain('"half_pixel_centers":false');
  expect(JSON.stringify(topology)).not.toContain('"negative_slope":0.1');
});

test("a depth multiplier that was not saved is the kernel's last extent; one that was saved stays", () => {
  const stored = constantFromTensor(fromNumbers("float32", [1, 1, 1, 2], [1, 2]), { kind: "literal", reason: "test" });
  const kernel = (name: string): TfjsWeight => ({
    name: `${name}/depthwise_kernel`,
    dtype: "float32",
    storedAs: "float32",
    shape: [3, 3, 1, 2],
    bytes: stored.source,
    stored,
  });
  const given = model(layer("SeparableConv2D", {}), layer("DepthwiseConv2D", { depth_multiplier: 2 }));
  const { topology, found } = withDepthMultipliers(given, [kernel("separableconv2d"), kernel("depthwiseconv2d")]);
  expect(found).toEqual([{ name: "separableconv2d", multiplier: 2 }]);
  expect(JSON.stringify(topology).match(/"depth_multiplier":2/g)?.length).toBe(2);
});
