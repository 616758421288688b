import { reshapeConstant, type TensorType, transposeConstant } from "../../../../ir/index.ts";
import type { AttrsOf } from "../../../../ops/index.ts";
import { type AttrDraft, intList, type NodeWriter, shaped, type Tensor, text } from "../node-writer.ts";
import { nodes, unsupported, type WriteFamily, type WriteNode } from "../rule.ts";
import { activate } from "./activate.ts";

type Activation = AttrsOf<"conv2d">["activation"];
type Padding = AttrsOf<"conv2d">["padding"];

const first = (w: NodeWriter): TensorType => w.outputs[0] ?? w.refuse("it has no output");

/** Explicit amounts are refused, so that lowering makes a pad of them. */
function paddingAttr(w: NodeWriter, padding: Padding): AttrDraft {
  if (typeof padding !== "string") return w.refuse("its padding is explicit");
  return text(padding.toUpperCase());
}

/** `[1, height, width, 1]`. */
const spatial = (values: readonly number[]): AttrDraft => intList([1, ...values, 1]);

/** A tensor with its axes reordered: a view of a constant, else a node. */
export function transposed(w: NodeWriter, x: Tensor, permutation: readonly number[], layout: string): Tensor {
  if (x.constant !== undefined) {
    return w.constant(transposeConstant(x.constant, permutation, layout), layout.split(" ").at(-1) ?? "filter");
  }
  const shape = x.type.shape && permutation.map((axis) => x.type.shape?.[axis] ?? 0);
  const order = w.ints(permutation, "order");
  const attrs = { T: w.dtype(x.type.dtype), Tperm: w.dtype("int32") };
  return w.emit("Transpose", [x, order], attrs, shaped(x.type, shape));
}

/** Bias added and activation applied, each as a node of its own. */
export function finish(w: NodeWriter, x: Tensor, bias: Tensor | null | undefined, activation: Activation): Tensor {
  const T = w.dtype(x.type.dtype);
  const added =
    bias === null || bias === undefined ? x : w.emit("BiasAdd", [x, bias], { T, data_format: text("NHWC") }, first(w));
  return activate(w, added, activation);
}

const conv2d: WriteNode<AttrsOf<"conv2d">> = (w, { strides, dilations, padding, activation }) => {
  const [x, stored] = [w.input(0), w.input(1)];
  const attrs = {
    T: w.dtype(x.type.dtype),
    strides: spatial(strides),
    padding: paddingAttr(w, padding),
    dilations: spatial(dilations),
    data_format: text("NHWC"),
  };
  const filter = transposed(w, stored, [1, 2, 3, 0], "OHWI -> HWIO");
  const groups = groupCount(w, x, stored);
  const result =
    groups === 1 || w.target.operators === undefined
      ? w.emit("Conv2D", [x, filter], attrs, first(w))
      : grouped(w, x, filter, groups, attrs);
  return finish(w, result, w.inputs[2], activation);
};

function groupCount(w: NodeWriter, x: Tensor, filter: Tensor): number {
  const [channels, perGroup] = [x.type.shape?.[3], filter.type.shape?.[3]];
  if (typeof perGroup !== "number") return w.refuse("the shape of its filter is not known before the run");
  if (typeof channels !== "number") return 1;
  return channels / perGroup;
}

/** Each group of channels convolved by itself: only TensorFlow's own kernels know groups. */
function grouped(
  w: NodeWriter,
  x: Tensor,
  filter: Tensor,
  groups: number,
  attrs: Readonly<Record<string, AttrDraft>>,
): Tensor {
  const T = w.dtype(x.type.dtype);
  const parts = (of: Tensor): readonly Tensor[] => {
    const types = new Array<TensorType>(groups).fill(shaped(of.type, undefined));
    return w.emitAll("Split", [w.ints([3], "axis", []), of], { num_split: { i: groups }, T }, types);
  };
  const filters = parts(filter);
  const results = parts(x).map((part, i) =>
    w.emit("Conv2D", [part, filters[i] ?? filter], attrs, shaped(first(w), undefined)),
  );
  const joined = { N: { i: groups }, T, Tidx: w.dtype("int32") };
  return w.emit("ConcatV2", [...results, w.ints([3], "axis", [])], joined, first(w));
}

/** The filter `[1, height, width, in * multiplier]` as `[height, width, in, multiplier]`. */
const depthwiseConv2d: WriteNode<AttrsOf<"depthwiseConv2d">> = (w, attrs) => {
  const [x, stored] = [w.input(0), w.input(1)];
  const [, height, width, outputs] = stored.type.shape ?? [];
  const channels = x.type.shape?.[3];
  if (![height, width, outputs, channels].every((dim) => typeof dim === "number")) {
    return w.refuse("the shape of its filter is not known before the run");
  }
  const shape = [height, width, channels, (outputs as number) / (channels as number)] as number[];
  const [strideY, strideX] = attrs.strides;
  if (strideY !== strideX) return w.refuse("its strides differ, which DepthwiseConv2dNative cannot do");
  const padding = paddingAttr(w, attrs.padding);
  const filter =
    stored.constant === undefined
      ? w.emit(
          "Reshape",
          [stored, w.ints(shape, "shape")],
          { T: w.dtype(stored.type.dtype), Tshape: w.dtype("int32") },
          shaped(stored.type, shape),
        )
      : w.constant(reshapeConstant(stored.constant, shape), "HWIM");
  const own = {
    T: w.dtype(x.type.dtype),
    strides: spatial(attrs.strides),
    padding,
    dilations: spatial(attrs.dilations),
    data_format: text("NHWC"),
  };
  const result = w.emit("DepthwiseConv2dNative", [x, filter], own, first(w));
  return finish(w, result, w.inputs[2], attrs.activation);
};

const transposeConv: WriteNode<AttrsOf<"transposeConv">> = (w, { strides, padding, activation }) => {
  const [size, stored, x] = [w.input(0), w.input(1), w.input(2)];
  const attrs = {
    T: w.dtype(x.type.dtype),
    strides: spatial(strides),
    padding: paddingAttr(w, padding),
    data_format: text("NHWC"),
  };
  const filter = transposed(w, stored, [1, 2, 0, 3], "OHWI -> HWOI");
  const result = w.emit("Conv2DBackpropInput", [size, filter, x], attrs, first(w));
  return finish(w, result, w.inputs[3], activation);
};

const conv3d: WriteNode<AttrsOf<"conv3d">> = (w, { strides, dilations, padding, activation }) => {
  const x = w.input(0);
  const [channels, perGroup] = [x.type.shape?.[4], w.input(1).type.shape?.[3]];
  if (typeof channels === "number" && channels !== perGroup) {
    return w.refuse(`it is grouped (${channels} channels, ${String(perGroup)} in a group), which Conv3D cannot do`);
  }
  const attrs = {
    T: w.dtype(x.type.dtype),
    strides: spatial(strides),
    padding: paddingAttr(w, padding),
    dilations: spatial(dilations),
    data_format: text("NDHWC"),
  };
  const result = w.emit("Conv3D", [x, w.input(1)], attrs, first(w));
  return addBias(w, result, w.inputs[2], activation);
};

const conv3dTranspose: WriteNode<AttrsOf<"conv3dTranspose">> = (w, { strides, dilations, padding, activation }) => {
  const [size, filter, x] = [w.input(0), w.input(1), w.input(2)];
  const attrs = {
    T: w.dtype(x.type.dtype),
    Tshape: w.dtype(size.type.dtype),
    strides: spatial(strides),
    padding: paddingAttr(w, padding),
    dilations: spatial(dilations),
    data_format: text("NDHWC"),
  };
  const result = w.emit("Conv3DBackpropInputV2", [size, filter, x], attrs, first(w));
  return addBias(w, result, w.inputs[3], activation);
};

/** BiasAdd takes tensors of rank 5 only in newer versions of TensorFlow. */
function addBias(w: NodeWriter, x: Tensor, bias: Tensor | null | undefined, activation: Activation): Tensor {
  const added =
    bias === null || bias === undefined ? x : w.emit("AddV2", [x, bias], { T: w.dtype(x.type.dtype) }, first(w));
  return activate(w, added, activation);
}

const pool =
  (op: string): WriteNode<AttrsOf<"maxPool2d">> =>
  (w, { kernel, strides, padding, activation }) => {
    const x = w.input(0);
    const attrs = {
      T: w.dtype(x.type.dtype),
      ksize: spatial(kernel),
      strides: spatial(strides),
      padding: paddingAttr(w, padding),
      data_format: text("NHWC"),
    };
    return activate(w, w.emit(op, [x], attrs, first(w)), activation);
  };

const pool3d =
  (op: string): WriteNode<AttrsOf<"maxPool3d">> =>
  (w, { kernel, strides, padding }) => {
    const x = w.input(0);
    const attrs = {
      T: w.dtype(x.type.dtype),
      ksize: spatial(kernel),
      strides: spatial(strides),
      padding: paddingAttr(w, padding),
      data_format: text("NDHWC"),
    };
    return w.emit(op, [x], attrs, first(w));
  };

export const convolutionRules: WriteFamily<
  | "conv2d"
  | "depthwiseConv2d"
  | "transposeConv"
  | "conv3d"
  | "conv3dTranspose"
  | "averagePool2d"
  | "maxPool2d"
  | "l2Pool2d"
  | "averagePool3d"
  | "maxPool3d"
> = {
  conv2d: nodes(conv2d),
  depthwiseConv2d: nodes(depthwiseConv2d),
  transposeConv: nodes(transposeConv),
  conv3d: nodes(conv3d),
  conv3dTranspose: nodes(conv3dTranspose),
  averagePool2d: nodes(pool("AvgPool")),
  maxPool2d: nodes(pool("MaxPool")),
  l2Pool2d: unsupported("TensorFlow has no pooling by the root of mean squares"),
  averagePool3d: nodes(pool3d("AvgPool3D")),
  maxPool3d: nodes(pool3d("MaxPool3D")),
};
