import type { AttrValue as IrValue } from "../../../ir/index.ts";
import type { AttrValue } from "../schema/index.ts";
import { formatDataType } from "../schema/index.ts";

/** Most bytes of a text, and elements of a list, that are shown. */
const mostBytes = 4096;
const mostItems = 64;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, mostBytes));
const shape = (dims: readonly unknown[] | undefined): IrValue =>
  dims === undefined ? null : dims.map((dim) => (typeof dim === "number" ? dim : -1));

/** A node's attributes as plain data, for people and for custom operators; tensors by their type only. */
export function plainAttributes(attrs: ReadonlyMap<string, AttrValue>): { readonly [name: string]: IrValue } {
  return Object.fromEntries([...attrs].map(([name, value]) => [name, plain(value)]));
}

function plain(attribute: AttrValue): IrValue {
  switch (attribute.kind) {
    case "string":
      return text(attribute.value);
    case "int":
      return Number(attribute.value);
    case "float":
    case "bool":
    case "placeholder":
      return attribute.value;
    case "type":
      return formatDataType(attribute.value);
    case "shape":
      return shape(attribute.value);
    case "tensor":
      return "a tensor";
    case "func":
      return attribute.value.name;
    case "none":
      return null;
    case "list": {
      const { strings, ints, floats, bools, types, shapes, funcs } = attribute.value;
      const items: readonly IrValue[] = [
        ...strings.map(text),
        ...ints.map(Number),
        ...floats,
        ...bools,
        ...types.map(formatDataType),
        ...shapes.map(shape),
        ...funcs.map(({ name }) => name),
      ];
      return items.slice(0, mostItems);
    }
  }
}
