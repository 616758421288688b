import type { ValueId } from "../../../ir/index.ts";
import { conv2d, depthwise } from "./convolution.ts";
import { matMul } from "./dense.ts";
import { isChannelsFirst, toFirst, toLast } from "./layout.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** What Grappler fuses behind a product, in order; operands follow the filter. */
function applyFused(n: NodeContext, product: ValueId): ValueId {
  let next = 2;
  const operand = (): ValueId => n.input(next++);
  return n.attrs.texts("fused_ops").reduce((x, op) => {
    switch (op) {
      case "BiasAdd":
        return alongChannels(n, x, (y) => n.build.arithmetic("add", y, operand()));
      case "FusedBatchNorm": {
        const [scale, offset, mean, variance] = [operand(), operand(), operand(), operand()];
        const attrs = { epsilon: n.attrs.float("epsilon"), axis: -1 };
        return alongChannels(n, x, (y) => n.emit.one("batchNormalization", [y, scale, offset, mean, variance], attrs));
      }
      case "Relu":
        return n.build.op("relu", x);
      case "Relu6":
        return n.build.op("relu6", x);
      case "Elu":
        return n.build.op("elu", x);
      case "LeakyRelu":
        return n.emit.one("leakyRelu", [x], { alpha: n.attrs.float("leakyrelu_alpha") });
      // TensorFlow.js's converter fuses a slope for each channel as well.
      case "Prelu":
        return n.emit.one("prelu", [x, operand()], {});
      case "Tanh":
        return n.build.op("tanh", x);
      case "Sigmoid":
        return n.build.op("logistic", x);
      case "Add":
        return n.build.arithmetic("add", x, operand());
      case "GeluApproximate":
        return n.emit.one("gelu", [x], { approximate: true });
      case "GeluExact":
        return n.emit.one("gelu", [x], { approximate: false });
      default:
        return n.refuse(`the fused operator ${op}`);
    }
  }, product);
}

function alongChannels(n: NodeContext, x: ValueId, compute: (x: ValueId) => ValueId): ValueId {
  const rank = n.build.dims(x).length;
  if (n.op === "_FusedMatMul" || rank < 3 || !isChannelsFirst(n)) return compute(x);
  return n.build.transpose(compute(n.build.transpose(x, toLast(rank))), toFirst(rank));
}

export const fusedConv2d: Emit = (n) => applyFused(n, conv2d(n));
export const fusedDepthwise: Emit = (n) => applyFused(n, depthwise(n));
export const fusedMatMul: Emit = (n) => applyFused(n, matMul(n));
