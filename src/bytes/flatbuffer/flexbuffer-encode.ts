import type { PlainValue } from "./compact.ts";
import type { FlexBufferOptions } from "./flexbuffer.ts";
import { flexTypes } from "./flexbuffer-types.ts";

/** A value ready to stand in a slot: its own bits, or a reference to what was written before. */
interface Slot {
  readonly type: number;
  /** Bytes that the value, or the elements behind the reference, are wide. */
  readonly width: 4 | 8;
  readonly write: (view: DataView, at: number, slotWidth: number) => void;
  /** Whether the slot holds the value itself, in the slot's width. */
  readonly inline: boolean;
}

/**
 * The FlexBuffer of plain data (google/flatbuffers, `docs/internals`, "FlexBuffers"). Slots are 4 or 8 bytes wide. The
 * encoder of the flatbuffers package is not used: it stores a float32 in a slot of 8 bytes as if the slot had 4.
 */
export function encodeFlexBuffer(value: PlainValue, options: FlexBufferOptions = {}): Uint8Array {
  const bytesType = options.stringsAreBytes === true ? flexTypes.string : flexTypes.blob;
  let bytes = new Uint8Array(256);
  let view = new DataView(bytes.buffer);
  let end = 0;

  function grow(count: number, alignment: number): number {
    const at = Math.ceil(end / alignment) * alignment;
    end = at + count;
    if (end > bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(bytes);
      bytes = larger;
      view = new DataView(larger.buffer);
    }
    return at;
  }

  const reference = (type: number, width: 4 | 8, target: number): Slot => ({
    type,
    width,
    inline: false,
    write: (to, at, slotWidth) => writeUint(to, at, slotWidth, at - target),
  });

  /** Bytes behind their number, with a zero after them. */
  function block(type: number, content: Uint8Array): Slot {
    const at = grow(4 + content.length + 1, 4);
    view.setUint32(at, content.length, true);
    bytes.set(content, at + 4);
    return reference(type, 4, at + 4);
  }

  /** Slots behind their number, each with its type after all of them; answers where the first one stands. */
  function slots(items: readonly Slot[], width: 4 | 8): number {
    const at = grow(width * (items.length + 1) + items.length, width) + width;
    writeUint(view, at - width, width, items.length);
    items.forEach((item, i) => {
      item.write(view, at + i * width, width);
      bytes[at + items.length * width + i] = packed(item, width);
    });
    return at;
  }

  function keys(names: readonly string[]): number {
    const targets = names.map((name) => {
      const content = new TextEncoder().encode(name);
      const at = grow(content.length + 1, 1);
      bytes.set(content, at);
      return at;
    });
    const at = grow(4 * (targets.length + 1), 4) + 4;
    view.setUint32(at - 4, targets.length, true);
    targets.forEach((target, i) => {
      view.setUint32(at + 4 * i, at + 4 * i - target, true);
    });
    return at;
  }

  function map(entries: readonly (readonly [string, PlainValue])[]): Slot {
    const sorted = entries.toSorted(([a], [b]) => compareBytes(a, b));
    const items = sorted.map(([, item]) => place(item));
    const target = keys(sorted.map(([name]) => name));
    const width = widest(items);
    const head = grow(2 * width, width);
    writeUint(view, head, width, head - target);
    writeUint(view, head + width, width, 4);
    return reference(flexTypes.map, width, slots(items, width));
  }

  function place(item: PlainValue): Slot {
    if (item === null) return inline(flexTypes.null, 4, () => {});
    if (typeof item === "boolean") return inline(flexTypes.bool, 4, (to, at, w) => writeUint(to, at, w, Number(item)));
    if (typeof item === "number") return number(item);
    if (typeof item === "string") return block(flexTypes.string, new TextEncoder().encode(item));
    if (item instanceof Uint8Array) return block(bytesType, item);
    if (!Array.isArray(item)) return map(Object.entries(item));
    const list: readonly PlainValue[] = item;
    const items = list.map(place);
    const width = widest(items);
    return reference(flexTypes.vector, width, slots(items, width));
  }

  const root = place(value);
  const width = root.inline ? root.width : 4;
  const at = grow(width, width);
  root.write(view, at, width);
  const tail = grow(2, 1);
  bytes[tail] = packed(root, width);
  bytes[tail + 1] = width;
  return bytes.slice(0, end);
}

const inline = (type: number, width: 4 | 8, write: Slot["write"]): Slot => ({ type, width, write, inline: true });

const widest = (items: readonly Slot[]): 4 | 8 => (items.some((item) => item.inline && item.width === 8) ? 8 : 4);

/** Type and, in the low two bits, the width of what a slot means. */
const packed = ({ type, width, inline: own }: Slot, slotWidth: number): number =>
  (type << 2) | ((own ? slotWidth : width) === 8 ? 3 : 2);

function number(value: number): Slot {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    const narrow = value >= -(2 ** 31) && value < 2 ** 31;
    return inline(flexTypes.int, narrow ? 4 : 8, (view, at, width) => {
      if (width === 4) view.setInt32(at, value, true);
      else view.setBigInt64(at, BigInt(value), true);
    });
  }
  const narrow = Object.is(Math.fround(value), value);
  return inline(flexTypes.float, narrow ? 4 : 8, (view, at, width) => {
    if (width === 4) view.setFloat32(at, value, true);
    else view.setFloat64(at, value, true);
  });
}

function writeUint(view: DataView, at: number, width: number, value: number): void {
  if (width === 4) view.setUint32(at, value, true);
  else view.setBigUint64(at, BigInt(value), true);
}

/** Order of two texts by their bytes, which readers search keys in. */
function compareBytes(a: string, b: string): number {
  const [x, y] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  const at = x.findIndex((byte, i) => byte !== y[i]);
  if (at === -1) return x.length - y.length;
  return (x[at] as number) - (y[at] ?? -1);
}
