import { fail } from "../../../diagnostics/index.ts";
import { type TensorType, tensorType } from "../../../ir/index.ts";
import { type Dim, isDType, symbolDim } from "../../../numerics/index.ts";
import { KER_E014, KER_E016, KER_E020 } from "../codes.ts";
import { isArray } from "../config/json.ts";
import type { KerasLayer } from "../config/layer.ts";

/** Symbols for open extents by rank and axis: `[N, H, W, C]`, `[N, T, F]`. */
const symbolNames: Readonly<Record<number, readonly string[]>> = {
  2: ["N", "T"],
  3: ["N", "T", "F"],
  4: ["N", "H", "W", "C"],
  5: ["N", "D", "H", "W", "C"],
};

/**
 * Type of a model's input. The batch is the symbol `N` in every input; other open extents get symbols of their own, because
 * nothing says that they are equal in two inputs.
 */
export function inputType(layer: KerasLayer, taken: Set<string>, model: string, file: string): TensorType {
  const shape = layer.config.get("batch_shape");
  const where = { file, node: layer.path, op: layer.className };
  for (const kind of ["sparse", "ragged"]) {
    if (layer.config.get(kind) === true) fail(KER_E016, where, { problem: `a ${kind} input` });
  }
  if (shape === null || shape === undefined) return fail(KER_E020, where, { model });
  if (!isArray(shape))
    return fail(KER_E014, where, { key: "batch_shape", expected: "a list of extents", found: String(shape) });
  const dims = shape.map((extent, axis): Dim => {
    if (extent === null) return axis === 0 ? symbolDim("N") : symbolDim(freeSymbol(shape.length, axis, taken));
    if (typeof extent === "number" && Number.isSafeInteger(extent) && extent >= 0) return extent;
    return fail(KER_E014, where, {
      key: "batch_shape",
      expected: "whole numbers or null",
      found: JSON.stringify(extent),
    });
  });
  const dtype = layer.config.get("dtype") ?? "float32";
  if (typeof dtype !== "string" || !isDType(dtype)) {
    return fail(KER_E014, where, { key: "dtype", expected: "a dtype", found: JSON.stringify(dtype) });
  }
  return tensorType(dtype, dims);
}

function freeSymbol(rank: number, axis: number, taken: Set<string>): string {
  const stem = symbolNames[rank]?.[axis] ?? `D${axis}`;
  let name = stem;
  for (let i = 2; taken.has(name); i++) name = `${stem}${i}`;
  taken.add(name);
  return name;
}
