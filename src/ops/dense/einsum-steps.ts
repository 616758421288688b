import type { ValueId } from "../../ir/index.ts";
import { type Dim, dimsEqual } from "../../numerics/index.ts";
import type { Emitter } from "../emit.ts";
import { type Extent, emitReshape } from "../emit-shape.ts";
import { invalid } from "../infer.ts";
import { broadcasts, type EinsumLabels } from "./einsum-equation.ts";

/** A value whose axes have names. */
interface Labelled {
  readonly value: ValueId;
  readonly labels: readonly string[];
}

/** An equation as diagonals, sums, transposes, and one product: elementwise, or of matrices where labels are contracted. */
export function emitEinsum(emit: Emitter, { operands, output }: EinsumLabels, values: readonly ValueId[]): ValueId {
  const [a, b] = values.map((value, i) => {
    const others = operands.flatMap((labels, other) => (other === i ? [] : labels));
    const operand = { value, labels: operands[i] ?? [] };
    return sumOut(emit, takeDiagonals(emit, operand), new Set([...output, ...others]));
  }) as [Labelled, Labelled?];
  if (b === undefined) return arrange(emit, a, output).value;
  const contracted = a.labels.filter((label) => b.labels.includes(label) && !output.includes(label));
  if (contracted.length > 0) return multiplyMatrices(emit, a, b, contracted, output);
  return emit.one("mul", [stretch(emit, a, output), stretch(emit, b, output)], { activation: "none" });
}

/** A label that stands for two axes becomes one: the axes are flattened, and every (n + 1)-th element is taken. */
function takeDiagonals(emit: Emitter, operand: Labelled): Labelled {
  const { labels } = operand;
  const first = labels.findIndex((label, i) => labels.indexOf(label, i + 1) !== -1);
  const label = labels[first];
  if (label === undefined) return operand;
  const second = labels.indexOf(label, first + 1);
  const rest = labels.flatMap((_, axis) => (axis === first || axis === second ? [] : [axis]));
  const extent = emit.type(operand.value).shape?.[first];
  if (typeof extent !== "number") {
    return invalid({ op: "einsum" }, "its decomposition needs the extent of every diagonal");
  }
  const last = permute(emit, operand.value, [...rest, first, second]);
  const flat = emitReshape(emit, last, [...rest.map((_, axis) => [{ value: last, axis }]), extent * extent]);
  const zeros = new Array<number>(rest.length + 1).fill(0);
  const steps = [...rest.map(() => 1), extent + 1];
  const diagonal = emit.one(
    "stridedSlice",
    [flat, emit.ints(zeros, "begin"), emit.ints(zeros, "end"), emit.ints(steps, "strides")],
    {
      beginMask: 0,
      endMask: 2 ** zeros.length - 1,
      ellipsisMask: 0,
      newAxisMask: 0,
      shrinkAxisMask: 0,
      offset: false,
    },
  );
  const kept = rest.map((axis) => labels[axis] as string);
  return takeDiagonals(emit, { value: diagonal, labels: [...kept, label] });
}

/** Sums over the axes whose labels nothing else needs. */
function sumOut(emit: Emitter, { value, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return { value, labels };
  const sum = emit.one("sum", [value, emit.ints(axes, "axes")], { keepDims: false });
  return { value: sum, labels: labels.filter((label) => needed.has(label)) };
}

/** The axes in the order of `order`, which names each of them. */
function arrange(emit: Emitter, { value, labels }: Labelled, order: readonly string[]): Labelled {
  const perm = order.map((label) => labels.indexOf(label));
  return { value: permute(emit, value, perm), labels: order };
}

function permute(emit: Emitter, value: ValueId, perm: readonly number[]): ValueId {
  if (perm.every((axis, i) => axis === i)) return value;
  return emit.one("transpose", [value, emit.ints(perm, "perm")], {});
}

/** An operand in the order of the output, with axes of extent 1 where it has none. */
function stretch(emit: Emitter, operand: Labelled, output: readonly string[]): ValueId {
  const own = output.filter((label) => operand.labels.includes(label));
  const { value } = arrange(emit, operand, own);
  if (own.length === output.length) return value;
  const extents = output.map((label): Extent => (own.includes(label) ? extentOf({ value, labels: own }, label) : 1));
  return emitReshape(emit, value, extents);
}

const extentOf = ({ value, labels }: Labelled, label: string): Extent => [{ value, axis: labels.indexOf(label) }];

/** The product of extents, as one extent. */
const productOf = ({ value, labels }: Labelled, over: readonly string[]): Extent =>
  over.map((label) => ({ value, axis: labels.indexOf(label) }));

function multiplyMatrices(
  emit: Emitter,
  a: Labelled,
  b: Labelled,
  contracted: readonly string[],
  output: readonly string[],
): ValueId {
  const batch = output.filter((label) => a.labels.includes(label) && b.labels.includes(label));
  const rows = output.filter((label) => a.labels.includes(label) && !batch.includes(label));
  const columns = output.filter((label) => b.labels.includes(label) && !batch.includes(label));
  const dim = ({ value, labels }: Labelled, label: string): Dim =>
    emit.type(value).shape?.[labels.indexOf(label)] as Dim;
  const flat =
    batch.length > 1 && batch.every((label) => !broadcasts(label) || dimsEqual(dim(a, label), dim(b, label)) === true);

  /** `[...batch, ...outer, ...inner]`, each group but an unflattened batch as one axis; swapped where that saves a transpose. */
  const matrices = (
    operand: Labelled,
    outer: readonly string[],
    inner: readonly string[],
  ): { readonly value: ValueId; readonly swapped: boolean } => {
    const isSwapped = sameOrder(operand.labels, [...batch, ...inner, ...outer]);
    const groups = isSwapped ? [inner, outer] : [outer, inner];
    const { value } = arrange(emit, operand, [...batch, ...groups.flat()]);
    if (!flat && outer.length === 1 && inner.length === 1) return { value, swapped: isSwapped };
    const front = flat ? [productOf(operand, batch)] : batch.map((label) => extentOf(operand, label));
    const extents = [...front, ...groups.map((group) => productOf(operand, group))];
    return { value: emitReshape(emit, value, extents), swapped: isSwapped };
  };
  const left = matrices(a, rows, contracted);
  const right = matrices(b, contracted, columns);
  const attrs = { adjX: left.swapped, adjY: right.swapped, asymmetricQuantizeInputs: false };
  const product = emit.one("batchMatmul", [left.value, right.value], attrs);
  const labels = [...batch, ...rows, ...columns];
  if (!flat && rows.length === 1 && columns.length === 1)
    return arrange(emit, { value: product, labels }, output).value;
  const front = batch.map((label, axis): Extent => (flat ? extentOf(a, label) : [{ value: product, axis }]));
  const extents = [...front, ...rows.map((l) => extentOf(a, l)), ...columns.map((l) => extentOf(b, l))];
  return arrange(emit, { value: emitReshape(emit, product, extents), labels }, output).value;
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((label, i) => label === b[i]);
}
