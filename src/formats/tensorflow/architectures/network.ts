import { fail } from "../../../diagnostics/index.ts";
import { type Constant, reshapeConstant, transposeConstant, type ValueId } from "../../../ir/index.ts";
import { fromNumbers } from "../../../numerics/index.ts";
import type { Emitter } from "../../../ops/index.ts";
import { TFG_E002 } from "../codes.ts";

export type Activation = "none" | "relu" | "relu6";

/** Where a window stands: as TensorFlow names it, or `fixed`: padded by half a kernel first, then VALID. */
export type Border = "same" | "valid" | "fixed";

export interface Convolution {
  readonly stride?: number;
  readonly border?: Border;
  readonly activation?: Activation;
}

/** What all layers of a network share. */
export interface NetworkStyle {
  /** Added to variances. */
  readonly epsilon: number;
  readonly activation: Activation;
}

/** Layers of TF-slim over an emitter. Names of variables and of tensors are those that TF-slim gives. */
export interface Network {
  /** Whether the checkpoint has this variable. */
  has(name: string): boolean;
  /** Extents of a variable. Throws when there is none. */
  shapeOf(name: string): readonly number[];
  /** A convolution by `scope/weights`, then `scope/biases` or `scope/BatchNorm`, whichever is there. */
  conv(x: ValueId, scope: string, options?: Convolution): ValueId;
  /** A depthwise convolution by `scope/depthwise_weights`. */
  depthwise(x: ValueId, scope: string, options?: Convolution): ValueId;
  /** Batch normalization by the moving statistics under `scope`, and what the network activates by. */
  normalized(x: ValueId, scope: string): ValueId;
  activate(x: ValueId, activation: Activation, scope: string): ValueId;
  maxPool(x: ValueId, kernel: number, stride: number, border: "same" | "valid", scope: string): ValueId;
  /** Windows of 3 x 3 at every position; what lies outside is not counted. */
  averagePool(x: ValueId, scope: string): ValueId;
  concat(parts: readonly ValueId[], scope: string): ValueId;
  add(a: ValueId, b: ValueId, scope: string): ValueId;
  /** The mean over height and width, which stay as axes of 1. */
  globalPool(x: ValueId, scope: string): ValueId;
  /** `[batch, 1, 1, classes]` or `[batch, classes]` as `[batch, classes]`. */
  squeezed(x: ValueId, scope: string): ValueId;
  dense(x: ValueId, scope: string): ValueId;
  softmax(x: ValueId, scope: string): ValueId;
  channels(x: ValueId): unknown;
}

/** Values of variables by name; undefined for those that are not there. Remembers nothing. */
export type Variables = (name: string) => Constant | undefined;

/** A network over an emitter. Throws `TFG-E002` where a variable is missing, and what operators refuse. */
export function createNetwork(emit: Emitter, variables: Variables, style: NetworkStyle): Network {
  const need = (name: string): Constant =>
    variables(name) ?? fail(TFG_E002, { node: name, op: "Variable" }, { problem: "the checkpoint lacks it" });
  const weight = (name: string): ValueId => emit.constant(need(name), name);
  const optional = (name: string): ValueId | null => (variables(name) === undefined ? null : weight(name));

  function batchNorm(x: ValueId, scope: string): ValueId {
    const inputs = [
      x,
      optional(`${scope}/gamma`),
      optional(`${scope}/beta`),
      weight(`${scope}/moving_mean`),
      weight(`${scope}/moving_variance`),
    ];
    const { epsilon } = style;
    return emit.one("batchNormalization", inputs, { epsilon, axis: -1 }, { name: `${scope}/FusedBatchNormV3` });
  }

  /** Half a kernel of zeros on every side, the odd one at the end. */
  function fixedPad(x: ValueId, [height = 1, width = 1]: readonly number[], scope: string): ValueId {
    const amounts = [height, width].map((kernel) => [(kernel - 1) >> 1, kernel >> 1] as const);
    const table = fromNumbers("int32", [4, 2], [0, 0, ...amounts.flat(), 0, 0]);
    const paddings = emit.literal(table, `${scope}/paddings`);
    return emit.one("pad", [x, paddings], {}, { name: `${scope}/Pad` });
  }

  function convolution(
    x: ValueId,
    scope: string,
    op: "conv2d" | "depthwiseConv2d",
    filter: Constant,
    name: string,
    { stride = 1, border = "same", activation = style.activation }: Convolution,
  ): ValueId {
    const isFixed = border === "fixed" && stride > 1;
    const padded = isFixed ? fixedPad(x, filter.shape.slice(1, 3), scope) : x;
    const padding = border === "valid" || isFixed ? "valid" : "same";
    const bias = optional(`${scope}/biases`);
    const attrs = { strides: [stride, stride], dilations: [1, 1], padding, activation: "none" } as const;
    const tensor = op === "conv2d" ? "Conv2D" : "depthwise";
    const y = emit.one(op, [padded, emit.constant(filter, name), bias], attrs, {
      name: `${scope}/${bias === null ? tensor : "BiasAdd"}`,
    });
    return activate(bias === null ? batchNorm(y, `${scope}/BatchNorm`) : y, activation, scope);
  }

  const activate = (x: ValueId, activation: Activation, scope: string): ValueId =>
    activation === "none"
      ? x
      : emit.one(activation, [x], {}, { name: `${scope}/${activation === "relu" ? "Relu" : "Relu6"}` });

  const rankOf = (x: ValueId): number => emit.type(x).shape?.length ?? 0;

  return {
    has: (name) => variables(name) !== undefined,
    shapeOf: (name) => need(name).shape,
    conv(x, scope, options = {}) {
      const name = `${scope}/weights`;
      const filter = transposeConstant(need(name), [3, 0, 1, 2], "transposed HWIO -> OHWI");
      return convolution(x, scope, "conv2d", filter, name, options);
    },
    depthwise(x, scope, options = {}) {
      const name = `${scope}/depthwise_weights`;
      const stored = need(name);
      const [height = 0, width = 0, channels = 0, multiplier = 0] = stored.shape;
      const filter = reshapeConstant(stored, [1, height, width, channels * multiplier]);
      return convolution(x, scope, "depthwiseConv2d", filter, name, options);
    },
    normalized: (x, scope) => activate(batchNorm(x, scope), style.activation, scope),
    activate,
    maxPool: (x, kernel, stride, border, scope) =>
      emit.one(
        "maxPool2d",
        [x],
        { kernel: [kernel, kernel], strides: [stride, stride], padding: border, activation: "none" },
        { name: `${scope}/MaxPool` },
      ),
    averagePool: (x, scope) =>
      emit.one(
        "averagePool2d",
        [x],
        { kernel: [3, 3], strides: [1, 1], padding: "same", activation: "none" },
        { name: `${scope}/AvgPool` },
      ),
    concat: (parts, scope) =>
      emit.one("concatenation", parts, { axis: -1, activation: "none" }, { name: `${scope}/concat` }),
    add: (a, b, scope) => emit.one("add", [a, b], { activation: "none" }, { name: `${scope}/add` }),
    globalPool: (x, scope) => emit.one("mean", [x, emit.ints([1, 2], "axes")], { keepDims: true }, { name: scope }),
    squeezed: (x, scope) => (rankOf(x) === 2 ? x : emit.one("squeeze", [x], { axes: [1, 2] }, { name: scope })),
    dense(x, scope) {
      const weights = emit.constant(
        transposeConstant(need(`${scope}/weights`), [1, 0], "transposed IO -> OI"),
        `${scope}/weights`,
      );
      const attrs = { activation: "none", keepNumDims: false, asymmetricQuantizeInputs: false } as const;
      return emit.one("fullyConnected", [x, weights, optional(`${scope}/biases`)], attrs, { name: `${scope}/BiasAdd` });
    },
    softmax: (x, scope) => emit.one("softmax", [x], { beta: 1 }, { name: scope }),
    channels: (x) => emit.type(x).shape?.at(-1),
  };
}
