import type { DType, Tensor } from "../../numerics/index.ts";
import { elementCount, tensor } from "../../numerics/index.ts";
import { handleKey } from "../control/variable.ts";
import type { InferContext, ReferenceHost } from "../define.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";

/** Types that a table maps from and to (TensorFlow Lite's static tables, either way round). */
const mapped: readonly DType[] = ["int64", "string"];

/** Refuses a key or value that tables do not hold. */
export function requireMapped<A>(context: InferContext<A>, input: number): void {
  const { dtype } = inputType(context, input);
  if (!mapped.includes(dtype)) unsupportedTypes(context, [dtype], `input ${input} must hold int64 or strings`);
}

/** The keys and values of the table that input 0 refers to; two vectors. */
export interface TableContent {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** What was imported into the table; undefined before that. */
export function tableContent(
  op: string,
  inputs: readonly (Tensor | null)[],
  host: ReferenceHost,
): TableContent | undefined {
  const key = handleKey(op, inputs);
  const [keys, values] = [host.readVariable(`${key}/keys`), host.readVariable(`${key}/values`)];
  if (keys === undefined || values === undefined) return undefined;
  requireSameCount(op, { keys, values });
  return { keys, values };
}

function requireSameCount(op: string, { keys, values }: TableContent): void {
  if (elementCount(keys.shape) !== elementCount(values.shape)) {
    invalid({ op }, "its table has another number of keys than of values");
  }
}

/** Gives the table its content, once: a second import changes nothing. */
export function importTable(
  op: string,
  inputs: readonly (Tensor | null)[],
  host: ReferenceHost,
  { keys, values }: TableContent,
): void {
  if (tableContent(op, inputs, host) !== undefined) return;
  const key = handleKey(op, inputs);
  const count = elementCount(keys.shape);
  requireSameCount(op, { keys, values });
  host.assignVariable(`${key}/keys`, tensor(keys.dtype, [count], keys.data));
  host.assignVariable(`${key}/values`, tensor(values.dtype, [count], values.data));
}

/** A key that equal elements share. */
export function elementKey(x: Tensor, at: number): string {
  const element = x.data[at];
  return element instanceof Uint8Array ? element.join(",") : String(element);
}
