import { decodeMessage, encodeMessage, type Long, memorySource } from "../bytes/index.ts";
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

/** The messages of an operation. Attributes that are tensors or functions are passed over. */
const schema = {
  messages: {
    NodeDef: {
      name: "1 string",
      op: "2 string",
      inputs: "3 [string]",
      device: "4 string",
      attributes: "5 {AttrValue}",
    },
    AttrValue: {
      list: "1 ListValue",
      bytes: "2 bytes?",
      int: "3 int64?",
      float: "4 float?",
      bool: "5 bool?",
      type: "6 int32?",
      shape: "7 TensorShapeProto",
    },
    ListValue: { bytes: "2 [bytes]", ints: "3 [int64]", floats: "4 [float]", types: "6 [int32]" },
    TensorShapeProto: { dims: "2 [Dim]", unknownRank: "3 bool" },
    Dim: { size: "1 int64" },
  },
  enums: {},
} as const;

/** Reads an operation. Throws `PBF-E...`; `file` names it in diagnostics. */
export function decodeNodeDef(bytes: Uint8Array, file: string): NodeDef {
  const node = decodeMessage(schema, "NodeDef", memorySource(bytes, file));
  const attributes = [...node.attributes].map(([name, { list, int, shape, ...value }]): [string, AttributeValue] => [
    name,
    {
      ...value,
      int: int === undefined ? undefined : BigInt(int),
      list: list === undefined ? undefined : { ...list, ints: list.ints.map(BigInt) },
      shape:
        shape === undefined ? undefined : { ...shape, dims: shape.dims.map(({ size }) => ({ size: BigInt(size) })) },
    },
  ]);
  return { ...node, attributes: new Map(attributes) };
}

export function encodeNodeDef(node: NodeDef): Uint8Array {
  const attributes = [...node.attributes].map(
    ([name, { list, int, shape, ...value }]) =>
      [
        name,
        {
          ...value,
          int: int === undefined ? undefined : long(int),
          list: list === undefined ? undefined : { ...list, ints: list.ints.map(long) },
          shape:
            shape === undefined ? undefined : { ...shape, dims: shape.dims.map(({ size }) => ({ size: long(size) })) },
        },
      ] as const,
  );
  return encodeMessage(schema, "NodeDef", { ...node, attributes: new Map(attributes) });
}

const long = (value: bigint): Long => value.toString();

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
