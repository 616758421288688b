import { decodeFlexBuffer, encodeFlexBuffer } from "../../../bytes/index.ts";
import { attempt } from "../../../diagnostics/index.ts";
import type { DType } from "../../../numerics/index.ts";
import {
  type AttributeValue,
  attribute,
  decodeNodeDef,
  encodeNodeDef,
  tensorflowDtypeNumber,
} from "../../tensorflow.ts";
import {
  type AnyOptions,
  type CustomOptions,
  type OperatorRule,
  type Refusal,
  type RuleContext,
  refuse,
} from "./rule.ts";

/** Attributes of a TensorFlow operator, by name. */
export type FlexAttributes = ReadonlyMap<string, AttributeValue>;

/**
 * A rule of a TensorFlow operator that runtimes leave to the Flex delegate: the custom operator `Flex<op>`, whose options
 * are a FlexBuffer list of its name and its NodeDef, both as strings (TensorFlow Lite, `flex/kernel.cc`).
 */
export function flex<A>(
  op: string,
  rule: {
    readonly read: (attributes: FlexAttributes, context: RuleContext) => A | Refusal;
    readonly write: (attrs: A, context: RuleContext) => Readonly<Record<string, AttributeValue>> | Refusal;
  },
): OperatorRule<A> {
  return {
    kind: "operator",
    code: "CUSTOM",
    custom: `Flex${op}`,
    customOptions: nodeOptions(op),
    version: () => 1,
    read({ attributes }, context) {
      if (!(attributes instanceof Map)) return refuse(`its options hold no NodeDef of ${op}`);
      return rule.read(attributes as FlexAttributes, context);
    },
    write(attrs, context) {
      const attributes = rule.write(attrs, context);
      if ("refused" in attributes) return refuse(String(attributes.refused));
      return { attributes: new Map(Object.entries(attributes)), inputs: context.inputs.length };
    },
  };
}

/** {@link flex} of an operator whose attributes are only the types of its tensors, which `types` gives for writing. */
export const flexTyped = <A>(
  op: string,
  attrs: A,
  types: (context: RuleContext) => Readonly<Record<string, AttributeValue>>,
): OperatorRule<A> => flex(op, { read: () => attrs, write: (_, context) => types(context) });

/** The options of `Flex<op>`; `attributes` of another operator's are none. */
function nodeOptions(op: string): CustomOptions {
  const name = new TextEncoder().encode(op);
  return {
    decode(bytes) {
      const list = decodeFlexBuffer(bytes, { stringsAreBytes: true });
      const node = Array.isArray(list) ? list[1] : undefined;
      if (!(node instanceof Uint8Array)) return undefined;
      const decoded = attempt(() => decodeNodeDef(node, op));
      if (!("value" in decoded) || decoded.value.op !== op) return undefined;
      return { attributes: decoded.value.attributes };
    },
    encode({ attributes, inputs }: AnyOptions) {
      const node = encodeNodeDef({
        name: "",
        op,
        inputs: new Array<string>(inputs as number).fill(""),
        device: "",
        attributes: attributes as FlexAttributes,
      });
      return encodeFlexBuffer([name, node], { stringsAreBytes: true });
    },
  };
}

const encoder = new TextEncoder();

export const textAttribute = (value: string): AttributeValue => attribute({ bytes: encoder.encode(value) });

export const typeAttribute = (dtype: DType | undefined): AttributeValue =>
  attribute({ type: dtype === undefined ? 0 : (tensorflowDtypeNumber(dtype) ?? 0) });

export const intsAttribute = (ints: readonly number[]): AttributeValue =>
  attribute({ list: { bytes: [], ints: ints.map(BigInt), floats: [], types: [] } });

export const typesAttribute = (dtypes: readonly DType[]): AttributeValue =>
  attribute({ list: { bytes: [], ints: [], floats: [], types: dtypes.map((d) => tensorflowDtypeNumber(d) ?? 0) } });

/** The text of an attribute; undefined where it is not one. */
export function attributeText(attributes: FlexAttributes, name: string): string | undefined {
  const bytes = attributes.get(name)?.bytes;
  return bytes && new TextDecoder().decode(bytes);
}

/** The whole numbers of a list attribute; undefined where it is not one. */
export const attributeInts = (attributes: FlexAttributes, name: string): readonly number[] | undefined =>
  attributes.get(name)?.list?.ints.map(Number);
