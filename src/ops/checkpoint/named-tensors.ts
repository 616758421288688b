import { fail } from "../../diagnostics/index.ts";
import type { TensorType } from "../../ir/index.ts";
import { elementCount, formatShape, isStaticShape, type Tensor } from "../../numerics/index.ts";
import { OPS_E020, OPS_E021, OPS_E022 } from "../codes.ts";
import type { InferContext, ReferenceHost, TensorStore } from "../define.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** Refuses an input that is not one string. */
export function requireName<A>(context: InferContext<A>, input: number): void {
  requireStrings(context, input);
  const { shape } = inputType(context, input);
  if (isStaticShape(shape) && elementCount(shape) !== 1) {
    invalid(context, `input ${input} has shape ${formatShape(shape)}, expected one name`);
  }
}

/** Refuses an input that does not hold strings; `count` fixes how many. */
export function requireStrings<A>(context: InferContext<A>, input: number, count?: number): void {
  const { dtype, shape } = inputType(context, input);
  if (dtype !== "string") unsupportedTypes(context, [dtype], `input ${input} must hold strings`);
  if (count === undefined || !isStaticShape(shape) || elementCount(shape) === count) return;
  invalid(context, `input ${input} holds ${elementCount(shape)} strings, expected ${count}`);
}

/** The strings of an input, as UTF-8. */
export function stringsOf(inputs: readonly (Tensor | null)[], input: number): readonly string[] {
  const items = tensorAt(inputs, input).data as readonly Uint8Array[];
  return items.map((bytes) => new TextDecoder().decode(bytes));
}

/** The one string of an input. */
export const nameOf = (inputs: readonly (Tensor | null)[], input: number): string => stringsOf(inputs, input)[0] ?? "";

/** The store of the session. Throws `OPS-E020` when it has none. */
function storeOf(host: ReferenceHost, name: string): TensorStore {
  return host.store ?? fail(OPS_E020, {}, { name });
}

/** Keeps tensors under a name. Throws `OPS-E022` when two have one name. */
export function saveTensors(
  host: ReferenceHost,
  name: string,
  names: readonly string[],
  tensors: readonly Tensor[],
): void {
  const named = new Map(names.map((tensor, i) => [tensor, tensors[i] as Tensor]));
  if (named.size < names.length) {
    const twice = names.find((tensor, i) => names.indexOf(tensor) < i) as string;
    fail(OPS_E022, {}, { name, tensor: twice, problem: "two tensors are to be saved by this name" });
  }
  storeOf(host, name).write(name, named);
}

/** The tensors that are saved under a name, by theirs. Throws `OPS-E021` when one is missing, `OPS-E022` for another dtype. */
export function restoreTensors(
  host: ReferenceHost,
  name: string,
  names: readonly string[],
  types: readonly TensorType[],
): readonly Tensor[] {
  const saved = storeOf(host, name).read(name);
  return names.map((tensor, i) => {
    const found =
      saved?.get(tensor) ?? fail(OPS_E021, {}, { name, tensor, saved: saved === undefined ? null : [...saved.keys()] });
    const dtype = types[i]?.dtype ?? found.dtype;
    if (found.dtype === dtype) return found;
    return fail(OPS_E022, {}, { name, tensor, problem: `it is saved as ${found.dtype}, and ${dtype} is expected` });
  });
}

/** Refuses to save or restore a part of a tensor (TensorFlow's `shape_and_slices`). Throws `OPS-E022`. */
export function refuseSlices(inputs: readonly (Tensor | null)[], name: string, names: readonly string[]): void {
  stringsOf(inputs, 2).forEach((slice, i) => {
    if (slice === "") return;
    fail(OPS_E022, {}, { name, tensor: names[i] ?? "", problem: `only the slice '${slice}' of it is asked for` });
  });
}
