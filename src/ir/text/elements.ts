import {
  type DType,
  decodeStrings,
  dtypeKind,
  elementCount,
  encodeStrings,
  entriesPerElement,
  fromNumbers,
  integerRange,
  isWideInteger,
  roundTo,
  tensor,
  tensorFromBytes,
  tensorToBytes,
  toNumbers,
} from "../../numerics/index.ts";
import { printNumber } from "./attribute.ts";
import type { Scanner } from "./scanner.ts";

/**
 * The elements of a constant in row-major order as `[1, 2]`, complex numbers as two; undefined when they would not give
 * the same bytes again (a NaN with a payload, a boolean 2, text that is not UTF-8).
 */
export function printElements(dtype: DType, shape: readonly number[], bytes: Uint8Array): string | undefined {
  const elements = readElements(dtype, shape, bytes);
  const same = elements !== undefined && sameBytes(elementBytes(dtype, elements), bytes);
  return same ? `[${elements.map((element) => spell(dtype, element)).join(", ")}]` : undefined;
}

/** Reads what {@link printElements} writes, for as many elements as the shape has. */
export function parseElements(scanner: Scanner, dtype: DType, shape: readonly number[]): Uint8Array {
  const kind = dtypeKind(dtype);
  const count = kind === "handle" ? 0 : elementCount(shape) * entriesPerElement(dtype);
  return scanner.convert(`${count} elements`, () => {
    scanner.expect("[");
    const elements = scanner.list("]", () => parseElement(scanner, dtype));
    return elements.length === count ? elementBytes(dtype, elements) : undefined;
  });
}

type Element = number | bigint | string;

const componentType = (dtype: DType): DType =>
  dtype === "complex64" ? "float32" : dtype === "complex128" ? "float64" : dtype;

function readElements(dtype: DType, shape: readonly number[], bytes: Uint8Array): readonly Element[] | undefined {
  const kind = dtypeKind(dtype);
  if (kind === "handle") return [];
  if (kind === "string") return decodeStrings(bytes)?.map(decodeUtf8);
  const elements = tensorFromBytes(dtype, shape, bytes);
  if (isWideInteger(dtype)) return Array.from(elements.data as BigInt64Array);
  return Array.from(toNumbers(elements), (value) => shortest(componentType(dtype), value));
}

const decodeUtf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The shortest decimal that rounds to `value` in the dtype; NaN without the payload that doubles carry along. */
function shortest(dtype: DType, value: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (dtypeKind(dtype) !== "float" || dtype === "float64") return value;
  for (let digits = 1; digits < 17; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Object.is(roundTo(dtype, candidate), value)) return candidate;
  }
  return value;
}

function spell(dtype: DType, element: Element): string {
  if (typeof element === "string") return JSON.stringify(element);
  if (dtype === "bool") return element === 0 ? "false" : "true";
  return typeof element === "bigint" ? String(element) : printNumber(element);
}

function elementBytes(dtype: DType, elements: readonly Element[]): Uint8Array {
  const kind = dtypeKind(dtype);
  if (kind === "handle") return new Uint8Array(0);
  if (kind === "string") return encodeStrings(elements.map((text) => new TextEncoder().encode(String(text))));
  const shape = [elements.length / entriesPerElement(dtype)];
  if (dtype === "int64") return tensorToBytes(tensor(dtype, shape, BigInt64Array.from(elements.map(BigInt))));
  if (dtype === "uint64") return tensorToBytes(tensor(dtype, shape, BigUint64Array.from(elements.map(BigInt))));
  return tensorToBytes(fromNumbers(dtype, shape, elements.map(Number)));
}

function parseElement(scanner: Scanner, dtype: DType): Element {
  const kind = dtypeKind(dtype);
  if (kind === "string") return scanner.string();
  if (kind === "bool") return scanner.accept("true") ? 1 : scanner.accept("false") ? 0 : scanner.refuse("a bool");
  if (kind !== "int" && kind !== "uint") return scanner.number();
  return scanner.convert(dtype, () => {
    const numeral = scanner.numeral();
    if (!/^-?\d+$/.test(numeral)) return undefined;
    return isWideInteger(dtype) ? wideInteger(dtype, BigInt(numeral)) : narrowInteger(dtype, Number(numeral));
  });
}

function wideInteger(dtype: DType, value: bigint): bigint | undefined {
  const fits = dtype === "int64" ? BigInt.asIntN(64, value) === value : BigInt.asUintN(64, value) === value;
  return fits ? value : undefined;
}

function narrowInteger(dtype: DType, value: number): number | undefined {
  const { min, max } = integerRange(dtype);
  return value >= min && value <= max ? value : undefined;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
