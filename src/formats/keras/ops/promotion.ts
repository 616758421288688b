import type { ValueId } from "../../../ir/index.ts";
import { type DType, dtypeBits, dtypeKind, isFloat } from "../../../numerics/index.ts";
import type { Build, Operand } from "../emit/build.ts";

const floatRank: readonly DType[] = ["float8_e4m3fn", "float8_e5m2", "float16", "bfloat16", "float32", "float64"];

/**
 * The dtype that Keras 3 computes two operands in (`keras.backend.result_type`): bool below integers below floats; different
 * 16-bit floats meet in float32; a signed and an unsigned integer meet in the next signed one.
 */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if (isFloat(a) && isFloat(b)) {
    const halves = [a, b].every((dtype) => dtypeBits(dtype) === 16);
    if (halves) return "float32";
    return floatRank.indexOf(a) > floatRank.indexOf(b) ? a : b;
  }
  if (isFloat(a)) return a;
  if (isFloat(b)) return b;
  if (a === "bool") return b;
  if (b === "bool") return a;
  if (dtypeKind(a) === dtypeKind(b)) return dtypeBits(a) > dtypeBits(b) ? a : b;
  const [signed, unsigned] = dtypeKind(a) === "int" ? [a, b] : [b, a];
  if (dtypeBits(signed) > dtypeBits(unsigned)) return signed;
  const wider: Readonly<Record<number, DType>> = { 8: "int16", 16: "int32", 32: "int64", 64: "float32" };
  return wider[dtypeBits(unsigned)] ?? "int32";
}

/** Two operands in their common dtype. A number takes the tensor's, except that a fraction makes integers float32. */
export function promoted(b: Build, x: Operand, y: Operand): readonly [Operand, Operand] {
  if (typeof x === "number" && typeof y === "number") {
    const dtype = promote(b.dtype(x), b.dtype(y));
    return [b.cast(x, dtype), b.cast(y, dtype)];
  }
  const widen = (value: ValueId, number: number): ValueId =>
    isFloat(b.dtype(value)) || Number.isInteger(number) ? value : b.cast(value, "float32");
  if (typeof x === "number" && typeof y !== "number") return [widen(x, y.number), y];
  if (typeof y === "number" && typeof x !== "number") return [x, widen(y, x.number)];
  return [x, y];
}

/** A value as a floating-point number: what true division and most functions make of integers. */
export function asFloat(b: Build, x: ValueId): ValueId {
  return isFloat(b.dtype(x)) ? x : b.cast(x, "float32");
}
