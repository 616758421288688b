import { lazySource } from "../../../bytes/index.ts";
import { type Collector, fail } from "../../../diagnostics/index.ts";
import { type Constant, constantView } from "../../../ir/index.ts";
import { type DType, elementCount, isFloat, storedByteLength } from "../../../numerics/index.ts";
import type { BoundWeight, BoundWeights } from "../bind/bound.ts";
import { KER_E015, KER_E016, KER_E019, KER_E022 } from "../codes.ts";
import { field, shortJson } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { Policy } from "../config/policy.ts";
import { castConstant } from "../emit/constants.ts";
import type { WeightScope } from "../layers/context.ts";
import type { StoredWeight } from "../source/stored.ts";

/** Makes constants of the file's arrays, one per array, and remembers which were asked for. */
export interface WeightReader {
  scope(layer: KerasLayer, bound: BoundWeights, policy: Policy): WeightScope;
  /** An array as it is stored, counted as used. */
  constant(stored: StoredWeight): Constant;
  /** The same without counting. */
  view(stored: StoredWeight): Constant;
  readonly used: ReadonlySet<string>;
  /** Paths of layers that have a weight of another shape than their configuration says. */
  readonly mismatched: ReadonlySet<string>;
}

export function createWeightReader(file: string, report: Collector, weightsMissing: boolean): WeightReader {
  const constants = new Map<string, Constant>();
  const casts = new Map<string, Constant>();
  const used = new Set<string>();
  const mismatched = new Set<string>();
  const reported = new Set<string>();

  function once(path: string, say: () => void): void {
    if (reported.has(path)) return;
    reported.add(path);
    say();
  }

  function constant(stored: StoredWeight): Constant {
    used.add(stored.name);
    return view(stored);
  }

  function view(stored: StoredWeight): Constant {
    const known = constants.get(stored.name);
    if (known !== undefined) return known;
    const dtype =
      stored.dtype ?? fail(KER_E022, { file, path: stored.name }, { weights: [stored.name], dtype: stored.storedAs });
    const made = constantView(dtype, stored.shape, stored.bytes, 0, { kind: "source", weight: stored.name });
    constants.set(stored.name, made);
    return made;
  }

  /** A constant that has the right type and throws when its bytes are asked for: the graph can be shown without them. */
  function placeholder(
    layer: KerasLayer,
    name: string,
    path: string,
    shape: readonly (number | null)[],
    dtype: DType,
  ): Constant {
    const extents = shape.map((dim) => dim ?? 1);
    const evidence = { layer: layer.path, weight: name, path, shape };
    const lost = (): never => fail(KER_E015, { file, node: layer.path, path }, evidence);
    return {
      dtype,
      shape: extents,
      source: lazySource(storedByteLength(dtype, elementCount(extents)), lost, path),
      byteOffset: 0,
      origin: { kind: "source", weight: path },
    };
  }

  function scope(layer: KerasLayer, bound: BoundWeights, policy: Policy): WeightScope {
    const find = (name: string): BoundWeight =>
      bound.own.get(name) ?? { stored: undefined, path: `${layer.path}/${name}` };

    function stored(name: string, shape: readonly (number | null)[]): Constant {
      const { stored: array, path } = find(name);
      if (array === undefined) {
        if (!weightsMissing)
          once(path, () => {
            report.report(KER_E015, { file, node: layer.path, path }, { layer: layer.path, weight: name, path, shape });
          });
        return placeholder(layer, name, path, shape, policy.variable);
      }
      const made = constant(array);
      const fits =
        made.shape.length === shape.length && shape.every((dim, axis) => dim === null || dim === made.shape[axis]);
      if (fits) return made;
      once(path, () => {
        const layerSays = describe(layer);
        const evidence = {
          layer: layer.path,
          layerSays,
          weight: name,
          path: array.name,
          expected: shape,
          found: made.shape,
        };
        report.report(KER_E016, { file, node: layer.path, path: array.name }, evidence);
      });
      mismatched.add(layer.path);
      // What is there shows best what the file is; later layers then fit it.
      return made.shape.length === shape.length ? made : placeholder(layer, name, path, shape, made.dtype);
    }

    return {
      stored,
      variable: (name, shape) => castTo(stored(name, shape), policy.variable),
      weight(name, shape) {
        requireFloat(layer, name, find(name).stored);
        return castTo(castTo(stored(name, shape), policy.variable), policy.compute);
      },
      rankOf: (name) => find(name).stored?.shape.length,
      part(key) {
        const part = bound.parts.get(key) ?? { own: new Map(), parts: new Map(), rest: [] };
        return scope({ ...layer, path: `${layer.path}/${key}` }, part, policy);
      },
    };
  }

  /** Keras loses the quantization of layers inside others, and cannot load such files itself. */
  function requireFloat(layer: KerasLayer, name: string, array: StoredWeight | undefined): void {
    if (array?.dtype === undefined || isFloat(array.dtype)) return;
    const problem = `its weight '${name}' is stored as ${array.dtype}: the layer was quantized, but its configuration does not say how`;
    fail(KER_E019, { file, node: layer.path, op: layer.className, path: array.name }, { problem });
  }

  function castTo(constant: Constant, dtype: DType): Constant {
    if (constant.dtype === dtype || !isFloat(constant.dtype) || !isFloat(dtype)) return constant;
    const name = constant.origin.kind === "source" ? `${constant.origin.weight} ${dtype}` : undefined;
    const known = name === undefined ? undefined : casts.get(name);
    if (known !== undefined) return known;
    const cast = castConstant(constant, dtype);
    if (name !== undefined) casts.set(name, cast);
    return cast;
  }

  return { scope, constant, view, used, mismatched };
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
