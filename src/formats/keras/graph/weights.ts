import { lazySource } from "../../../bytes/index.ts";
import { type Collector, fail } from "../../../diagnostics/index.ts";
import { type Constant, constantView } from "../../../ir/index.ts";
import { type DType, elementCount, isFloat, storedByteLength } from "../../../numerics/index.ts";
import { type BoundWeight, type BoundWeights, noBound } from "../bind/bound.ts";
import { KER_E012, KER_E013, KER_E016, KER_E019 } from "../codes.ts";
import { field, shortJson } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { Policy } from "../config/policy.ts";
import { castConstant } from "../emit/constants.ts";
import type { WeightScope } from "../layers/context.ts";
import type { StoredWeight } from "../source/stored.ts";

type OpenShape = readonly (number | null)[];

/** Makes constants of the file's arrays, one per array, and remembers which were asked for. */
export interface WeightReader {
  readonly file: string;
  readonly report: Collector;
  /** The file of weights is missing as a whole, which has been said: single weights are not reported. */
  readonly weightsMissing: boolean;
  readonly constants: Map<string, Constant>;
  readonly casts: Map<string, Constant>;
  /** Names of arrays that the graph has. */
  readonly used: Set<string>;
  /** Paths of layers that have a weight of another shape than their configuration says. */
  readonly mismatched: Set<string>;
  readonly reported: Set<string>;
}

export function createWeightReader(file: string, report: Collector, weightsMissing: boolean): WeightReader {
  return {
    file,
    report,
    weightsMissing,
    constants: new Map(),
    casts: new Map(),
    used: new Set(),
    mismatched: new Set(),
    reported: new Set(),
  };
}

/** An array as it is stored, counted as used. */
export function useWeight(reader: WeightReader, stored: StoredWeight): Constant {
  reader.used.add(stored.name);
  return viewWeight(reader, stored);
}

/** An array as it is stored. Throws `KER-E019` for one that holds no numbers. */
export function viewWeight(reader: WeightReader, stored: StoredWeight): Constant {
  const known = reader.constants.get(stored.name);
  if (known !== undefined) return known;
  const where = { file: reader.file, path: stored.name };
  const dtype = stored.dtype ?? fail(KER_E019, where, { weights: [stored.name], dtype: stored.storedAs });
  const made = constantView(dtype, stored.shape, stored.bytes, 0, { kind: "source", weight: stored.name });
  reader.constants.set(stored.name, made);
  return made;
}

/** The weights of a layer, or of a part of it, for its definition. */
export function weightScope(reader: WeightReader, layer: KerasLayer, bound: BoundWeights, policy: Policy): WeightScope {
  const find = (name: string): BoundWeight =>
    bound.own.get(name) ?? { stored: undefined, path: `${layer.path}/${name}` };
  const stored = (name: string, shape: OpenShape): Constant =>
    checkedWeight(reader, layer, name, find(name), shape, policy);
  return {
    stored,
    variable: (name, shape) => castTo(reader, stored(name, shape), policy.variable),
    weight(name, shape) {
      requireFloat(reader, layer, name, find(name).stored);
      return castTo(reader, castTo(reader, stored(name, shape), policy.variable), policy.compute);
    },
    rankOf: (name) => find(name).stored?.shape.length,
    part(key) {
      const inner = { ...layer, path: `${layer.path}/${key}` };
      return weightScope(reader, inner, bound.parts.get(key) ?? noBound, policy);
    },
  };
}

/** A bound weight, its shape compared with what the configuration asks for; a placeholder where it is missing. */
function checkedWeight(
  reader: WeightReader,
  layer: KerasLayer,
  name: string,
  { stored, path }: BoundWeight,
  shape: OpenShape,
  policy: Policy,
): Constant {
  const { file, report } = reader;
  if (stored === undefined) {
    const evidence = { layer: layer.path, weight: name, path, shape };
    if (!reader.weightsMissing && isFirst(reader, path))
      report.report(KER_E012, { file, node: layer.path, path }, evidence);
    return placeholder(reader, layer, name, path, shape, policy.variable);
  }
  const made = useWeight(reader, stored);
  const sameRank = made.shape.length === shape.length;
  if (sameRank && shape.every((dim, axis) => dim === null || dim === made.shape[axis])) return made;
  reader.mismatched.add(layer.path);
  if (isFirst(reader, path)) {
    const found = { path: stored.name, expected: shape, found: made.shape };
    const evidence = { layer: layer.path, layerSays: describe(layer), weight: name, ...found };
    report.report(KER_E013, { file, node: layer.path, path: stored.name }, evidence);
  }
  // What is there shows best what the file is; later layers then fit it.
  return sameRank ? made : placeholder(reader, layer, name, path, shape, made.dtype);
}

function isFirst(reader: WeightReader, path: string): boolean {
  if (reader.reported.has(path)) return false;
  reader.reported.add(path);
  return true;
}

/** A constant that has the right type and throws when its bytes are asked for: the graph can be shown without them. */
function placeholder(
  { file }: WeightReader,
  layer: KerasLayer,
  name: string,
  path: string,
  shape: OpenShape,
  dtype: DType,
): Constant {
  const extents = shape.map((dim) => dim ?? 1);
  const lost = (): never =>
    fail(KER_E012, { file, node: layer.path, path }, { layer: layer.path, weight: name, path, shape });
  return {
    dtype,
    shape: extents,
    source: lazySource(storedByteLength(dtype, elementCount(extents)), lost, path),
    byteOffset: 0,
    origin: { kind: "source", weight: path },
  };
}

/** Keras loses the quantization of layers inside others, and cannot load such files itself. */
function requireFloat(reader: WeightReader, layer: KerasLayer, name: string, array: StoredWeight | undefined): void {
  if (array?.dtype === undefined || isFloat(array.dtype)) return;
  const problem = `its weight '${name}' is stored as ${array.dtype}: the layer was quantized, but its configuration does not say how`;
  fail(KER_E016, { file: reader.file, node: layer.path, op: layer.className, path: array.name }, { problem });
}

function castTo(reader: WeightReader, constant: Constant, dtype: DType): Constant {
  if (constant.dtype === dtype || !isFloat(constant.dtype) || !isFloat(dtype)) return constant;
  if (constant.origin.kind !== "source") return castConstant(constant, dtype);
  const key = `${constant.origin.weight} ${dtype}`;
  const cast = reader.casts.get(key) ?? castConstant(constant, dtype);
  reader.casts.set(key, cast);
  return cast;
}

/** Sizes that decide the shapes of weights, in the order in which they are told. */
const sizeKeys: readonly string[] = [
  "units",
  "filters",
  "kernel_size",
  "depth_multiplier",
  "groups",
  "input_dim",
  "output_dim",
  "equation",
  "num_heads",
  "key_dim",
];

function describe(layer: KerasLayer): string {
  const sizes = sizeKeys.flatMap((key) => {
    const value = field(layer.config.raw, key);
    return value === undefined || value === null ? [] : [`${key}=${shortJson(value)}`];
  });
  return `${layer.className}(${sizes.join(", ")})`;
}
