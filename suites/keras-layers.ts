import type { CustomLayers } from "../src/formats/keras/index.ts";
import type { ValueId } from "../src/ir/index.ts";
import { fromNumbers } from "../src/numerics/index.ts";
import type { Emitter } from "../src/ops/index.ts";

const none = { activation: "none" } as const;

function number(emit: Emitter, value: number): ValueId {
  return emit.literal(fromNumbers("float32", [], [value]), String(value));
}

const times = (emit: Emitter, x: ValueId, factor: number): ValueId => emit.one("mul", [x, number(emit, factor)], none);

/** What the custom code of the Keras fixtures means (`make_1_models.py`), as a user would give it. */
export const fixtureLayers: CustomLayers = {
  "fixtures>Swirl": {
    weights: () => ["amount"],
    emit({ emit, inputs: [x = -1 as ValueId], config, weight }) {
      const wave = emit.one("sin", [times(emit, x, Number(config["turns"]))], {});
      return emit.one("add", [x, emit.one("mul", [weight("amount"), wave], none)], none);
    },
  },
  "fixtures>HandSwish": (emit, inputs) => emit.one("hardSwish", inputs, {}),
  "fixtures>double_tanh": (emit, inputs) => times(emit, emit.one("tanh", inputs, {}), 2),
  Unregistered: (emit, inputs) => emit.one("sub", [emit.one("abs", inputs, {}), number(emit, 0.5)], none),
  lam: (emit, [x = -1 as ValueId]) => emit.one("sub", [times(emit, x, 3), number(emit, 1)], none),
  lam2: (emit, [x = -1 as ValueId]) => times(emit, x, 0.5),
  // A whole subclassed model: a convolution, the mean over the picture, a dense layer.
  "fixtures>Subclassed": (emit, [x = null], _config, [kernel = null, bias = null, dense = null, denseBias = null]) => {
    const filter = emit.one("transpose", [kernel, emit.ints([3, 0, 1, 2], "HWIO to OHWI")], {});
    const valid = { strides: [1, 1], dilations: [1, 1], padding: "valid", activation: "none" } as const;
    const picture = emit.one("conv2d", [x, filter, bias], valid);
    const mean = emit.one("mean", [picture, emit.ints([1, 2], "axes")], { keepDims: false });
    const weights = emit.one("transpose", [dense, emit.ints([1, 0], "[in, out] to [out, in]")], {});
    return emit.one("fullyConnected", [mean, weights, denseBias], {
      ...none,
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
    });
  },
};
