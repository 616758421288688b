/** Element types of tensors, in the words TensorFlow and ONNX share. Types under 8 bits are packed little end first in files. */
export type DType =
  | "float64"
  | "float32"
  | "float16"
  | "bfloat16"
  | "float8_e4m3fn"
  | "float8_e5m2"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "int4"
  | "int2"
  | "uint64"
  | "uint32"
  | "uint16"
  | "uint8"
  | "uint4"
  | "bool"
  | "complex64"
  | "complex128"
  | "string"
  | "resource"
  | "variant";

export type DTypeKind = "float" | "int" | "uint" | "bool" | "complex" | "string" | "handle";

interface DTypeFacts {
  readonly kind: DTypeKind;
  /** Bits of one element in a file; 0 where elements have no fixed size. */
  readonly bits: number;
}

const facts: { readonly [D in DType]: DTypeFacts } = {
  float64: { kind: "float", bits: 64 },
  float32: { kind: "float", bits: 32 },
  float16: { kind: "float", bits: 16 },
  bfloat16: { kind: "float", bits: 16 },
  float8_e4m3fn: { kind: "float", bits: 8 },
  float8_e5m2: { kind: "float", bits: 8 },
  int64: { kind: "int", bits: 64 },
  int32: { kind: "int", bits: 32 },
  int16: { kind: "int", bits: 16 },
  int8: { kind: "int", bits: 8 },
  int4: { kind: "int", bits: 4 },
  int2: { kind: "int", bits: 2 },
  uint64: { kind: "uint", bits: 64 },
  uint32: { kind: "uint", bits: 32 },
  uint16: { kind: "uint", bits: 16 },
  uint8: { kind: "uint", bits: 8 },
  uint4: { kind: "uint", bits: 4 },
  bool: { kind: "bool", bits: 8 },
  complex64: { kind: "complex", bits: 64 },
  complex128: { kind: "complex", bits: 128 },
  string: { kind: "string", bits: 0 },
  resource: { kind: "handle", bits: 0 },
  variant: { kind: "handle", bits: 0 },
};

/** Every dtype, in the order of the table above. */
export const dtypes: readonly DType[] = Object.keys(facts) as DType[];

export function isDType(name: string): name is DType {
  return Object.hasOwn(facts, name);
}

export function dtypeKind(dtype: DType): DTypeKind {
  return facts[dtype].kind;
}

/** Bits of one stored element; 0 for string, resource and variant. */
export function dtypeBits(dtype: DType): number {
  return facts[dtype].bits;
}

/** Bytes that `count` elements take in a file, sub-byte types packed; 0 for string, resource and variant. */
export function storedByteLength(dtype: DType, count: number): number {
  return Math.ceil((facts[dtype].bits * count) / 8);
}

export function isFloat(dtype: DType): boolean {
  return facts[dtype].kind === "float";
}

/** Signed or unsigned integer; bool is not one. */
export function isInteger(dtype: DType): boolean {
  return facts[dtype].kind === "int" || facts[dtype].kind === "uint";
}

/** Integers whose values do not fit a double exactly. */
export function isWideInteger(dtype: DType): boolean {
  return dtype === "int64" || dtype === "uint64";
}

/** Smallest and largest value of an integer type of up to 32 bits, as numbers; wide types lose their last bits. */
export function integerRange(dtype: DType): { readonly min: number; readonly max: number } {
  const { kind, bits } = facts[dtype];
  if (kind === "int") return { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
  if (kind === "bool") return { min: 0, max: 1 };
  return { min: 0, max: 2 ** bits - 1 };
}
