import type { TensorType } from "../../ir/index.ts";
import type { Dim } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, invalid, requireEqual, shapeOfRank, unsupportedTypes } from "../infer.ts";
import type { LstmPlaces } from "./lstm-weights.ts";

/** Extents that the tensors of a memory share. */
export interface LstmExtents {
  readonly features: Dim;
  readonly cells: Dim;
  /** Width of the output: the cells, or what they are projected to. */
  readonly outputs: Dim;
}

const isThere = <A>({ inputs }: InferContext<A>, at: number): boolean =>
  inputs[at] !== null && inputs[at] !== undefined;

/** Refuses weights that are neither real numbers nor int8 with a scale (uint8 in old files). */
export function requireWeights<A>(context: InferContext<A>, at: number): void {
  const { dtype, quantization } = inputType(context, at);
  const hybrid = (dtype === "int8" || dtype === "uint8") && quantization !== undefined;
  if (dtype !== "float32" && !hybrid)
    unsupportedTypes(context, [dtype], `input ${at} must be float32 or quantized int8`);
}

/** Refuses data that is not float32: recurrent kernels on integers have other tensors beside them. */
export function requireFloat<A>(context: InferContext<A>, at: number): void {
  const { dtype } = inputType(context, at);
  if (dtype !== "float32") unsupportedTypes(context, [dtype], `input ${at} must be float32`);
}

/** Checks the weights of a memory against each other; `features` is the width of its data. */
export function checkLstm<A>(context: InferContext<A>, places: LstmPlaces, features: Dim): LstmExtents {
  const [cells, width] = shapeOfRank(context, places.input + 3, 2) as [Dim, Dim];
  requireEqual(context, width, features, "columns of the input weights and features");
  const outputs = recurrentWidth(context, places.recurrent + 3, cells);
  const coupled = !isThere(context, places.input);
  for (const at of [places.recurrent, places.bias]) {
    if (isThere(context, at) === coupled) invalid(context, "its input gate is there only in part");
  }
  for (let gate = coupled ? 1 : 0; gate < 4; gate++) {
    checkMatrix(context, places.input + gate, cells, features);
    if (context.inputs[places.recurrent + gate]?.shape?.length === 1)
      checkVector(context, places.recurrent + gate, cells);
    else checkMatrix(context, places.recurrent + gate, cells, outputs);
    checkVector(context, places.bias + gate, cells);
  }
  checkGroup(context, [places.peephole + 1, places.peephole + 2], places.peephole, coupled, cells, "peephole weights");
  if (places.norm !== undefined) {
    const [input, ...others] = [0, 1, 2, 3].map((gate) => (places.norm ?? 0) + gate) as [number, ...number[]];
    checkGroup(context, others, input, coupled, cells, "normalization weights");
  }
  if (isThere(context, places.projection)) {
    checkMatrix(context, places.projection, outputs, cells);
    if (isThere(context, places.projectionBias)) checkVector(context, places.projectionBias, outputs);
  } else {
    requireEqual(context, outputs, cells, "outputs and cells without a projection");
  }
  return { features, cells, outputs };
}

function recurrentWidth<A>(context: InferContext<A>, at: number, cells: Dim): Dim {
  if (inputType(context, at).shape?.length === 1) return cells;
  return shapeOfRank(context, at, 2)[1] as Dim;
}

/** Weights that all gates have or none; the input gate's own only where it is not coupled. */
function checkGroup<A>(
  context: InferContext<A>,
  others: readonly number[],
  input: number,
  coupled: boolean,
  cells: Dim,
  what: string,
): void {
  const given = others.filter((at) => isThere(context, at)).length;
  if (given === 0 && !isThere(context, input)) return;
  if (given !== others.length || isThere(context, input) === coupled)
    invalid(context, `it has ${what} for some gates only`);
  for (const at of coupled ? others : [input, ...others]) checkVector(context, at, cells);
}

function checkMatrix<A>(context: InferContext<A>, at: number, rows: Dim, columns: Dim): void {
  requireWeights(context, at);
  const [height, width] = shapeOfRank(context, at, 2) as [Dim, Dim];
  requireEqual(context, height, rows, `rows of input ${at}`);
  requireEqual(context, width, columns, `columns of input ${at}`);
}

function checkVector<A>(context: InferContext<A>, at: number, length: Dim): void {
  requireWeights(context, at);
  requireEqual(context, shapeOfRank(context, at, 1)[0] as Dim, length, `length of input ${at}`);
}

/** A state `[batch, width]`; its elements stand in that order whatever its shape says. */
export function checkState<A>(context: InferContext<A>, at: number, batch: Dim, width: Dim): void {
  requireFloat(context, at);
  const { shape } = inputType(context, at);
  const sizes: readonly Dim[] = [...(shape ?? []), batch, width];
  if (shape === undefined || !sizes.every((dim): dim is number => typeof dim === "number")) return;
  const count = (dims: readonly Dim[]): number => dims.reduce<number>((product, dim) => product * Number(dim), 1);
  if (count(shape) !== count([batch, width])) {
    invalid(context, `input ${at} has ${count(shape)} elements, expected ${count([batch, width])}`);
  }
}

/** Batch and features of sequences in input 0, and the type of a sequence of another width. */
export function sequenceExtents<A>(
  context: InferContext<A>,
  timeMajor: boolean,
): { readonly batch: Dim; readonly features: Dim; readonly ofWidth: (width: Dim) => TensorType } {
  requireFloat(context, 0);
  const [first, second, features] = shapeOfRank(context, 0, 3) as [Dim, Dim, Dim];
  return {
    batch: timeMajor ? second : first,
    features,
    ofWidth: (width) => ({ dtype: "float32", shape: [first, second, width] }),
  };
}
