import { protobuf } from "../bytes/index.ts";
import type { DType } from "../numerics/index.ts";

/** Extents of a tensor, -1 where unknown (TensorFlow, `tensor_shape.proto`). */
export interface TensorShape {
  readonly dims: readonly { readonly size: bigint }[];
  readonly unknownRank: boolean;
}

/** Values of one attribute that are a list (`AttrValue.ListValue`). */
export interface AttributeList {
  readonly bytes: readonly Uint8Array[];
  readonly ints: readonly bigint[];
  readonly floats: readonly number[];
  readonly types: readonly number[];
}

/** The value of an attribute: one of its members is there (`attr_value.proto`). */
export interface AttributeValue {
  readonly list: AttributeList | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  readonly bool: boolean | undefined;
  /** Number of a dtype, see {@link tensorflowDtype}. */
  readonly type: number | undefined;
  readonly shape: TensorShape | undefined;
}

/** One operation of a TensorFlow graph (`node_def.proto`). */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly device: string;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

const { bool, byteString, float32, int32, int64, nested, optional, repeated, single, text, textMap } = protobuf;

const tensorShape: protobuf.Message<TensorShape> = {
  dims: repeated(
    2,
    nested(() => ({ size: single(1, int64, 0n) })),
  ),
  unknownRank: single(3, bool, false),
};

const attributeList: protobuf.Message<AttributeList> = {
  bytes: repeated(2, byteString),
  ints: repeated(3, int64),
  floats: repeated(4, float32),
  types: repeated(6, int32),
};

const attributeValue: protobuf.Message<AttributeValue> = {
  list: optional(
    1,
    nested(() => attributeList),
  ),
  bytes: optional(2, byteString),
  int: optional(3, int64),
  float: optional(4, float32),
  bool: optional(5, bool),
  type: optional(6, int32),
  shape: optional(
    7,
    nested(() => tensorShape),
  ),
};

/** The message of an operation. Attributes that are tensors or functions are passed over. */
export const nodeDef: protobuf.Message<NodeDef> = {
  name: single(1, text, ""),
  op: single(2, text, ""),
  inputs: repeated(3, text),
  device: single(4, text, ""),
  attributes: textMap(
    5,
    nested(() => attributeValue),
  ),
};

/** An attribute with one member. */
export const attribute = (value: Partial<AttributeValue>): AttributeValue => ({
  list: undefined,
  bytes: undefined,
  int: undefined,
  float: undefined,
  bool: undefined,
  type: undefined,
  shape: undefined,
  ...value,
});

/** Numbers of dtypes (`types.proto`, `DataType`). */
const dtypeNumbers: { readonly [D in DType]?: number } = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  float16: 19,
  resource: 20,
  variant: 21,
  uint32: 22,
  uint64: 23,
};

/** The dtype of a number; undefined for those that tensors lack. */
export function tensorflowDtype(number: number | undefined): DType | undefined {
  return (Object.keys(dtypeNumbers) as DType[]).find((dtype) => dtypeNumbers[dtype] === number);
}

/** The number of a dtype; undefined for those that TensorFlow lacks. */
export const tensorflowDtypeNumber = (dtype: DType): number | undefined => dtypeNumbers[dtype];
