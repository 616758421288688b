import type { DType } from "../../../numerics/index.ts";
import type { dataTypes } from "./enums.ts";

/** A name of types.proto, or the number of a type that is newer than the schema. */
export type DataTypeName = keyof typeof dataTypes | number;

/** An element type as TensorFlow writes it. */
export interface DataType {
  /** The name without `_REF`: `DT_FLOAT`. */
  readonly name: DataTypeName;
  /** A reference to a TensorFlow 1 variable (`DT_FLOAT_REF`). */
  readonly isRef: boolean;
  /** The element type; quantized types by the integers that store them. Absent for types without one. */
  readonly dtype?: DType;
}

const plain: { readonly [N in keyof typeof dataTypes]?: DType } = {
  DT_FLOAT: "float32",
  DT_DOUBLE: "float64",
  DT_INT32: "int32",
  DT_UINT8: "uint8",
  DT_INT16: "int16",
  DT_INT8: "int8",
  DT_STRING: "string",
  DT_COMPLEX64: "complex64",
  DT_INT64: "int64",
  DT_BOOL: "bool",
  DT_QINT8: "int8",
  DT_QUINT8: "uint8",
  DT_QINT32: "int32",
  DT_BFLOAT16: "bfloat16",
  DT_QINT16: "int16",
  DT_QUINT16: "uint16",
  DT_UINT16: "uint16",
  DT_COMPLEX128: "complex128",
  DT_HALF: "float16",
  DT_RESOURCE: "resource",
  DT_VARIANT: "variant",
  DT_UINT32: "uint32",
  DT_UINT64: "uint64",
  DT_FLOAT8_E5M2: "float8_e5m2",
  DT_FLOAT8_E4M3FN: "float8_e4m3fn",
  DT_INT4: "int4",
  DT_UINT4: "uint4",
  DT_INT2: "int2",
};

/** The type behind a name of types.proto. */
export function dataType(name: DataTypeName): DataType {
  const isRef = typeof name === "string" && name.endsWith("_REF");
  const base = isRef ? (name.slice(0, -"_REF".length) as keyof typeof dataTypes) : name;
  const dtype = typeof base === "string" ? plain[base] : undefined;
  return { name: base, isRef, ...(dtype === undefined ? {} : { dtype }) };
}

/** `DT_FLOAT`, `DT_FLOAT_REF`, `type 99`. */
export function formatDataType({ name, isRef }: DataType): string {
  return typeof name === "number" ? `type ${name}` : `${name}${isRef ? "_REF" : ""}`;
}

const names: ReadonlyMap<DType, keyof typeof dataTypes> = new Map(
  Object.entries(plain)
    .filter(([name]) => !name.startsWith("DT_Q"))
    .map(([name, dtype]) => [dtype, name as keyof typeof dataTypes]),
);

/** The name TensorFlow has for an element type. */
export function dataTypeName(dtype: DType): keyof typeof dataTypes {
  return names.get(dtype) ?? "DT_INVALID";
}
