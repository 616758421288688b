import { type Json, lazySource, memorySource, sliceSource } from "../../../bytes/index.ts";
import { attempt, type Collector, type Diagnostic, diagnose, HoldfastError } from "../../../diagnostics/index.ts";
import { type Constant, constantView } from "../../../ir/index.ts";
import { type DType, elementCount, encodeStrings, storedByteLength } from "../../../numerics/index.ts";
import type { FormatInput } from "../../format.ts";
import { TJS_E006, TJS_E010, TJS_N002, TJS_W002 } from "../codes.ts";
import type { TfjsWeight } from "../weight.ts";
import { readEntry, readGroup, type WeightEntry } from "./entry.ts";
import { dequantized } from "./quantized.ts";
import { type GroupBytes, openGroup } from "./shards.ts";
import { readStrings } from "./strings.ts";

/**
 * The weights of a manifest. Groups are read file by file; a weight whose bytes are not there is in the list all the same, and
 * throws what is wrong when they are asked for.
 */
export async function readManifest(
  manifest: readonly Json[],
  input: FormatInput,
  file: string,
  report: Collector,
): Promise<readonly TfjsWeight[]> {
  const weights: TfjsWeight[] = [];
  const seen = new Map<string, number>();
  for (const [index, json] of manifest.entries()) {
    const { paths, weights: entries } = readGroup(json, index, file);
    const bytes = await openGroup(paths, input, file, report);
    for (const weight of cutGroup(entries, bytes, file, report)) {
      const count = (seen.get(weight.name) ?? 0) + 1;
      seen.set(weight.name, count);
      if (count === 1) weights.push(weight);
    }
  }
  for (const [weight, count] of seen) {
    if (count > 1) report.report(TJS_E010, { file, tensor: weight }, { weight, count });
  }
  const quantized = weights.filter((weight) => weight.value !== undefined);
  if (quantized.length > 0) {
    const stored = [...new Set(quantized.map(({ dtype }) => dtype))];
    report.report(TJS_N002, { file }, { stored, weights: quantized.length });
  }
  return weights;
}

/** The weights of a group, one behind the other without gaps. */
function cutGroup(entries: readonly Json[], bytes: GroupBytes, file: string, report: Collector): TfjsWeight[] {
  const weights: TfjsWeight[] = [];
  let offset = 0;
  let failure: Diagnostic | undefined;
  let shortfall: { readonly first: string; wanted: number; lost: number } | undefined;
  for (const json of entries) {
    const entry = attempt(() => readEntry(json, file));
    if ("diagnostic" in entry) {
      failure ??= entry.diagnostic;
      report.add(entry.diagnostic);
      continue;
    }
    const length = failure === undefined ? lengthOf(entry.value, bytes, offset) : undefined;
    const isThere = length !== undefined && offset + length <= bytes.source.size;
    if (failure === undefined && !isThere && bytes.failure === undefined) {
      shortfall ??= { first: entry.value.name, wanted: offset, lost: 0 };
    }
    if (shortfall !== undefined) {
      shortfall.lost++;
      shortfall.wanted += length ?? 0;
    }
    weights.push(
      isThere
        ? cutWeight(entry.value, bytes, offset, length)
        : lostWeight(entry.value, () => failure ?? bytes.failure ?? short()),
    );
    offset += length ?? 0;
  }
  const short = (): Diagnostic =>
    diagnose(
      TJS_E006,
      { file, tensor: shortfall?.first ?? "" },
      {
        wanted: shortfall?.wanted ?? 0,
        found: bytes.source.size,
        shards: bytes.shards,
        firstLost: shortfall?.first ?? "",
        lost: shortfall?.lost ?? 0,
      },
    );
  if (shortfall !== undefined) report.add(short());
  else if (failure === undefined && bytes.failure === undefined && offset < bytes.source.size) {
    report.report(TJS_W002, { file }, { shards: bytes.shards, wanted: offset, found: bytes.source.size });
  }
  return weights;
}

/** Bytes that a weight takes; undefined for strings that do not end. */
function lengthOf({ dtype, shape, quantization }: WeightEntry, bytes: GroupBytes, offset: number): number | undefined {
  const count = elementCount(shape);
  if (dtype === "string") return readStrings(bytes.source, offset, count)?.byteLength;
  return storedByteLength(quantization?.dtype ?? dtype, count);
}

function cutWeight(entry: WeightEntry, bytes: GroupBytes, offset: number, length: number): TfjsWeight {
  const { name, shape } = entry;
  if (entry.dtype === "string") {
    const strings = readStrings(bytes.source, offset, elementCount(shape))?.strings ?? [];
    const packed = encodeStrings(strings);
    const source = memorySource(packed, name);
    const view = constantView("string", shape, source, 0, { kind: "source", weight: name });
    return { ...described(entry, "string"), bytes: source, stored: { ...view, byteLength: packed.length } };
  }
  const dtype = entry.quantization?.dtype ?? entry.dtype;
  const source = sliceSource(bytes.source, offset, length, name);
  return withValue(entry, dtype, constantView(dtype, shape, source, 0, { kind: "source", weight: name }));
}

function lostWeight(entry: WeightEntry, why: () => Diagnostic): TfjsWeight {
  const dtype = entry.quantization?.dtype ?? entry.dtype;
  const lost = (): never => {
    throw new HoldfastError(why());
  };
  const source = lazySource(storedByteLength(dtype, elementCount(entry.shape)), lost, entry.name);
  return withValue(entry, dtype, constantView(dtype, entry.shape, source, 0, { kind: "source", weight: entry.name }));
}

function withValue(entry: WeightEntry, dtype: DType, stored: Constant): TfjsWeight {
  const base = { ...described(entry, dtype), bytes: stored.source, stored };
  const { quantization } = entry;
  return quantization === undefined ? base : { ...base, value: dequantized(stored, quantization, entry.dtype) };
}

function described({ name, shape }: WeightEntry, dtype: DType): Omit<TfjsWeight, "bytes" | "stored"> {
  return { name, dtype, storedAs: dtype, shape };
}
