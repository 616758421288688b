import { memorySource } from "../../../bytes/index.ts";
import { type Collector, fail, type Where } from "../../../diagnostics/index.ts";
import {
  type AttrValue,
  type Constant,
  constantView,
  type SourceWeight,
  tensorType,
  type Value,
  valueId,
} from "../../../ir/index.ts";
import {
  type Dim,
  type DType,
  dtypeBits,
  elementCount,
  formatShape,
  isStaticShape,
  type Shape,
  storedByteLength,
  unknownDim,
} from "../../../numerics/index.ts";
import { TFL_E003, TFL_E004, TFL_E007, TFL_N002, TFL_N003, TFL_W002, TFL_W005 } from "../codes.ts";
import { rawQuantization, readQuantization } from "../quantization.ts";
import { tensorDtype } from "../schema/enums.ts";
import type { Table } from "../schema/schema.ts";
import { uniqueNames } from "./names.ts";
import { denseSource } from "./sparse.ts";
import type { Storage, StoredBytes } from "./storage.ts";
import type { WorkLimit } from "./work.ts";

/** More axes than any tensor has; TensorFlow Lite's kernels stop at 8. */
export const mostAxes = 64;

/** What a tensor and one of its scales take in a file, roughly. */
const bytesPerTensor = 64;
const bytesPerScale = 12;

/** What the tensors of one file share. */
export interface ValueContext {
  readonly storage: Storage;
  readonly file: string;
  readonly report: Collector;
  /** Whether the writer of the file says which ranks are known: older ones leave `has_rank` out. */
  readonly knowsRank: boolean;
  readonly weights: WeightList;
  readonly work: WorkLimit;
}

/** The weights found so far; tensors that share bytes share a weight. */
export interface WeightList {
  readonly all: readonly SourceWeight[];
  /** The name of the weight that a constant is, after adding it when it is new. */
  add(name: string, constant: Omit<Constant, "origin">, stored: StoredBytes): string;
}

export function createWeightList(): WeightList {
  const all: SourceWeight[] = [];
  const byPlace = new Map<string, string>();
  const unique = uniqueNames();
  return {
    all,
    add(name, constant, stored) {
      const place = `${stored.external ?? ""}:${stored.offset}:${stored.length}`;
      const known = byPlace.get(place);
      if (known !== undefined) return known;
      const weight = unique(name === "" ? `buffer at ${stored.offset}` : name);
      byPlace.set(place, weight);
      const { dtype, shape } = constant;
      const byteLength = constant.byteLength ?? storedByteLength(dtype, elementCount(shape));
      const origin = { kind: "source", weight } as const;
      all.push({ name: weight, dtype, shape, byteLength, role: "weight", constant: { ...constant, origin } });
      return weight;
    },
  };
}

/** Where a tensor stands in its graph. */
export interface TensorPlace {
  readonly index: number;
  readonly graph: string;
  readonly isInput: boolean;
  /** Names for the dimensions of an entry point's input that are open. */
  readonly symbol: ((axis: number) => Dim) | undefined;
  readonly shapeOf: (tensor: number) => Shape;
  /** The tensor has no bytes, but no operator, caller or state gives it a value either. */
  readonly orphan: boolean;
  readonly used: boolean;
}

/** The value of a tensor: its type, its bytes where it has some, and what only the file format knows of it. */
export function readValue(tensor: Table<"Tensor">, place: TensorPlace, context: ValueContext): Value {
  const name = tensor.name ?? "";
  const where: Where = { file: context.file, graph: place.graph, tensor: name };
  const dtype = tensorDtype(tensor.type) ?? fail(TFL_E003, where, { type: Number(tensor.type) });
  const stored = dtypeBits(dtype) === 0 && dtype !== "string" ? undefined : context.storage.tensor(tensor);
  const declared = tensor.shape ?? [];
  context.work.spend(1, bytesPerTensor);
  context.work.spend(tensor.quantization?.scale?.length ?? 0, bytesPerScale);
  const shape = readShape(tensor, stored !== undefined, place, context, where);
  const facts = tensor.quantization === undefined ? {} : readQuantization(tensor.quantization, shape, place.shapeOf);
  if (facts.problem !== undefined) context.report.report(TFL_W002, where, { problem: facts.problem });
  const constant =
    stored === undefined
      ? emptyConstant(dtype, shape, place.orphan)
      : readConstant(tensor, dtype, declared, stored, context, where);
  const raw = rawOf(tensor, shape, facts, place.used);
  return {
    id: valueId(place.index),
    name,
    type: tensorType(dtype, shape, facts.quantization),
    ...(constant === undefined ? {} : { constant }),
    ...(facts.range === undefined ? {} : { range: facts.range }),
    ...(raw === undefined ? {} : { raw }),
  };
}

/**
 * The shape of a tensor as it is declared: `shape_signature`, where present, marks open dimensions by -1, and `shape` holds
 * placeholders for them. An empty shape is a scalar, or, when `has_rank` is false, a tensor of unknown rank; files from
 * before `has_rank` say it of every scalar, so what operators make is left to inference, and inputs are scalars.
 */
function readShape(
  tensor: Table<"Tensor">,
  isConstant: boolean,
  place: TensorPlace,
  context: ValueContext,
  where: Where,
): Shape {
  const declared = tensor.shape ?? [];
  const signature = tensor.shape_signature ?? [];
  const dims = signature.length === declared.length ? signature : declared;
  const refuse = (problem: string): never => fail(TFL_E007, where, { shape: dims.slice(0, mostAxes), problem });
  if (dims.length > mostAxes) refuse(`it has ${dims.length} axes`);
  if (isConstant) {
    if (declared.some((dim) => dim < 0)) refuse("a constant has no open dimensions");
    return declared;
  }
  if (dims.some((dim) => dim < -1)) refuse("a dimension is negative");
  if (dims.length === 0 && !tensor.has_rank && (context.knowsRank || !place.isInput)) return undefined;
  return dims.map((dim, axis) => (dim === -1 ? (place.symbol?.(axis) ?? unknownDim) : dim));
}

function readConstant(
  tensor: Table<"Tensor">,
  dtype: DType,
  shape: readonly number[],
  stored: StoredBytes,
  context: ValueContext,
  where: Where,
): Constant {
  if (stored.external !== undefined) {
    context.report.report(TFL_N003, where, { file: stored.external, bytes: stored.length });
  }
  const { source, offset, length } = stored;
  const name = tensor.name ?? "";
  const base = { dtype, shape, source, byteOffset: offset };
  if (dtype === "string") {
    const constant = { ...base, byteLength: length };
    return { ...constant, origin: { kind: "source", weight: context.weights.add(name, constant, stored) } };
  }
  if (tensor.sparsity !== undefined) {
    const dense = denseSource(tensor.sparsity, dtype, shape, stored, where);
    context.report.report(TFL_N002, where, { stored: length, dense: dense.size });
    const constant = { ...base, source: dense, byteOffset: 0 };
    return { ...constant, origin: { kind: "source", weight: context.weights.add(name, constant, stored) } };
  }
  const needed = storedByteLength(dtype, elementCount(shape));
  const type = `${dtype}${formatShape(shape)}`;
  if (!(length >= needed)) fail(TFL_E004, { ...where, offset }, { type, needed, found: length });
  if (length > needed) context.report.report(TFL_W005, where, { needed, found: length });
  return constantView(dtype, shape, source, offset, {
    kind: "source",
    weight: context.weights.add(name, base, stored),
  });
}

/** Tensors without elements are written without bytes: a shape of no axes, an empty list. */
function emptyConstant(dtype: DType, shape: Shape, orphan: boolean): Constant | undefined {
  if (!orphan || dtypeBits(dtype) === 0 || !isStaticShape(shape) || elementCount(shape) > 0) return undefined;
  const origin = { kind: "literal", reason: "no elements" } as const;
  return constantView(dtype, shape, memorySource(new Uint8Array(0), "no elements"), 0, origin);
}

/** What writing the tensor back needs beyond its value; undefined when that is nothing. */
function rawOf(
  tensor: Table<"Tensor">,
  shape: Shape,
  facts: ReturnType<typeof readQuantization>,
  used: boolean,
): AttrValue | undefined {
  const declared = tensor.shape ?? [];
  const placeholders = shape?.some((dim, axis) => typeof dim !== "number" && declared[axis] !== 1) === true;
  const quantization = tensor.quantization === undefined ? undefined : rawQuantization(tensor.quantization, facts);
  const variants = tensor.variant_tensors ?? [];
  const raw = {
    ...(placeholders ? { shape: declared } : {}),
    ...(quantization === undefined ? {} : { quantization }),
    ...(variants.length === 0
      ? {}
      : { variant_tensors: variants.map(({ shape: dims, ...rest }) => ({ shape: dims ?? [], ...rest })) }),
    ...(used ? {} : { unused: true }),
  };
  return Object.keys(raw).length === 0 ? undefined : raw;
}
