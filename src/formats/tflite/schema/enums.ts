import type { DType } from "../../../numerics/index.ts";

/**
 * Enumerations of the TensorFlow Lite schema (LiteRT `schema.fbs`, version 3d): names by code. Tensor types carry our names,
 * which are the schema's in lower case.
 */
export const enums = {
  TensorType: [
    "float32",
    "float16",
    "int32",
    "uint8",
    "int64",
    "string",
    "bool",
    "int16",
    "complex64",
    "int8",
    "float64",
    "complex128",
    "uint64",
    "resource",
    "variant",
    "uint32",
    "uint16",
    "int4",
    "bfloat16",
    "int2",
    "uint4",
    "float8_e4m3fn",
    "float8_e5m2",
  ],
  DimensionType: ["DENSE", "SPARSE_CSR"],
  Padding: ["SAME", "VALID"],
  ActivationFunctionType: ["NONE", "RELU", "RELU_N1_TO_1", "RELU6", "TANH", "SIGN_BIT"],
  LSHProjectionType: ["UNKNOWN", "SPARSE", "DENSE"],
  FullyConnectedOptionsWeightsFormat: ["DEFAULT", "SHUFFLED4x16INT8"],
  LSTMKernelType: ["FULL", "BASIC"],
  CombinerType: ["SUM", "MEAN", "SQRTN"],
  MirrorPadMode: ["REFLECT", "SYMMETRIC"],
  ReduceWindowFunction: ["UNSUPPORTED", "ADD", "MUL", "MINIMUM", "MAXIMUM", "ALL", "ANY"],
  CustomOptionsFormat: ["FLEXBUFFERS"],
  StablehloComparisonDirection: ["EQ", "NE", "GE", "GT", "LE", "LT"],
  StablehloComparisonType: ["NOTYPE", "FLOAT", "FLOAT_TOTAL_ORDER", "SIGNED", "UNSIGNED"],
  RngAlgorithm: ["DEFAULT", "PHILOX", "THREEFRY"],
} as const;

export type EnumName = keyof typeof enums;

/** Name of an enumeration's member, or its code when it is newer than this list. */
export type EnumValue<E extends EnumName> = (typeof enums)[E][number] | number;

/** Enumerations that the schema stores in four bytes; the others take one. */
export const wideEnums: readonly EnumName[] = [
  "ReduceWindowFunction",
  "StablehloComparisonDirection",
  "StablehloComparisonType",
];

/** The dtype of a tensor type; undefined for one that is newer than this list. */
export function tensorDtype(type: EnumValue<"TensorType">): DType | undefined {
  return typeof type === "number" ? undefined : type;
}
