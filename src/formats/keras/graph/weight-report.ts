import { attempt, type Collector } from "../../../diagnostics/index.ts";
import { type Constant, constantTensor, type DroppedWeight, type SourceWeight } from "../../../ir/index.ts";
import { isFloat, toNumbers } from "../../../numerics/index.ts";
import type { LayerWeights } from "../bind/bind.ts";
import type { BoundWeights } from "../bind/bound.ts";
import { KER_N002, KER_N008, KER_W001, KER_W002 } from "../codes.ts";
import type { StoredWeight } from "../source/stored.ts";
import { viewWeight, type WeightReader } from "./weights.ts";

/** What became of the file's arrays. */
export interface WeightAccount {
  readonly weights: readonly SourceWeight[];
  readonly dropped: readonly DroppedWeight[];
}

const optimizerPath = /^_?optimizer(_weights)?(\/|$)/;
const randomPath = /(^|\/)(_?seed_generator|_random_generator|_generator)(\/|$)/;

/** Lists every array with its role and owner, and every one that the graph does not use with the reason. */
export function accountForWeights(
  arrays: readonly StoredWeight[],
  layers: LayerWeights,
  unused: ReadonlyMap<string, string>,
  reader: WeightReader,
  optimizer: string | undefined,
  file: string,
  report: Collector,
): WeightAccount {
  const owners = ownersOf(layers);
  const dropped: DroppedWeight[] = [];
  const extra: { name: string; shape: readonly number[] }[] = [];
  const weights: SourceWeight[] = [];
  let [optimizerCount, optimizerBytes, stateCount] = [0, 0, 0];
  for (const array of arrays) {
    const role = roleOf(array, unused);
    const owner = owners.get(array.name);
    if (array.dtype !== undefined) {
      const { name, dtype, shape } = array;
      const byteLength = array.bytes.size;
      const isUsed = reader.used.has(name);
      weights.push({
        name,
        dtype,
        shape,
        byteLength,
        role,
        constant: viewWeight(reader, array),
        ...(owner === undefined ? {} : { owner }),
      });
      if (isUsed) continue;
    }
    const reason = unused.get(array.name);
    if (role === "optimizer") {
      optimizerCount++;
      optimizerBytes += array.bytes.size;
      dropped.push({ weight: array.name, reason: "optimizer state: training only" });
    } else if (reason !== undefined) {
      dropped.push({ weight: array.name, reason });
    } else if (role === "state") {
      stateCount++;
      dropped.push({ weight: array.name, reason: "state of a random generator: training only" });
    } else {
      extra.push({ name: array.name, shape: array.shape });
      dropped.push({ weight: array.name, reason: "no layer of the configuration uses it" });
    }
  }
  if (optimizer !== undefined || optimizerCount > 0) {
    const evidence = { optimizer: optimizer ?? "unknown", weights: optimizerCount, bytes: optimizerBytes };
    report.report(KER_N002, { file }, evidence);
  }
  if (stateCount > 0)
    report.report(
      KER_N008,
      { file },
      { weights: stateCount, reason: "state of random generators, used in training only" },
    );
  if (extra.length > 0) report.report(KER_W001, { file }, { weights: extra });
  return { weights, dropped: dropped.filter(({ weight }) => weights.some(({ name }) => name === weight)) };
}

function roleOf(array: StoredWeight, unused: ReadonlyMap<string, string>): SourceWeight["role"] {
  if (optimizerPath.test(array.name)) return "optimizer";
  if (randomPath.test(array.name) || unused.has(array.name)) return "state";
  return "weight";
}

function ownersOf(layers: LayerWeights): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const visit = (path: string, bound: BoundWeights): void => {
    for (const { stored } of bound.own.values())
      if (stored !== undefined && !owners.has(stored.name)) owners.set(stored.name, path);
    for (const { stored } of bound.rest) if (!owners.has(stored.name)) owners.set(stored.name, path);
    for (const part of bound.parts.values()) visit(path, part);
  };
  for (const [layer, bound] of layers) visit(layer.path, bound);
  return owners;
}

/** Reports weights of the graph that hold NaN or infinity, and those whose bytes cannot be read. */
export function checkNumbers(
  weights: readonly SourceWeight[],
  used: ReadonlySet<string>,
  file: string,
  report: Collector,
): void {
  const bad: { name: string; nan: number; infinite: number }[] = [];
  for (const { name, constant } of weights) {
    if (constant === undefined || !used.has(name) || !isFloat(constant.dtype)) continue;
    const counted = attempt(() => countBad(constant));
    if ("diagnostic" in counted) report.add(counted.diagnostic);
    else if (counted.value.nan + counted.value.infinite > 0) bad.push({ name, ...counted.value });
  }
  if (bad.length > 0) report.report(KER_W002, { file }, { weights: bad });
}

function countBad(constant: Constant): { readonly nan: number; readonly infinite: number } {
  const { data } = constantTensor(constant);
  const numbers = data instanceof Float32Array ? data : toNumbers(constantTensor(constant));
  let [nan, infinite] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    // The difference of a finite number with itself is 0.
    if (value - value === 0) continue;
    if (Number.isNaN(value)) nan++;
    else infinite++;
  }
  return { nan, infinite };
}
