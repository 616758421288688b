import { transposeConstant, type ValueId } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";
import { constantOf } from "./operands.ts";
import type { Emit, NodeContext } from "./rule.ts";

/** `a b`, both of rank 2. A constant b is a layer's filter: rows of a times its transpose. */
export function matMul(n: NodeContext, bias: ValueId | null = null): ValueId {
  const [adjX, adjY] = [n.attrs.bool("transpose_a"), n.attrs.bool("transpose_b")];
  const [a, b] = [n.input(0), n.input(1)];
  const weight = constantOf(n, b);
  const rank = n.emit.type(a).shape?.length;
  if (weight !== undefined && weight.origin.kind !== "literal" && rank === 2 && isFloat(weight.dtype)) {
    const { name } = n.emit.builder.value(b);
    const filter = adjY ? b : n.emit.constant(transposeConstant(weight, [1, 0], "transposed IO -> OI"), name);
    const rows = adjX ? n.build.transpose(a, [1, 0]) : a;
    return n.emit.one("fullyConnected", [rows, filter, bias], {
      activation: "none",
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
    });
  }
  const product = n.emit.one("batchMatmul", [a, b], { adjX, adjY, asymmetricQuantizeInputs: false });
  return bias === null ? product : n.build.arithmetic("add", product, bias);
}

export const batchMatMul: Emit = (n) =>
  n.emit.one("batchMatmul", [n.input(0), n.input(1)], {
    adjX: n.attrs.bool("adj_x"),
    adjY: n.attrs.bool("adj_y"),
    asymmetricQuantizeInputs: false,
  });

export const einsum: Emit = (n) => n.emit.one("einsum", n.inputs, { equation: n.attrs.text("equation") });
