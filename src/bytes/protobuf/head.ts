import { attempt } from "../../diagnostics/index.ts";
import type { ByteSource } from "../source.ts";
import { openWire } from "./wire.ts";

/** A field of a message: its number, and its content when that has a length. */
export interface HeadField {
  readonly number: number;
  readonly wireType: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * The first fields of what may be a message, without looking into them; undefined when the bytes cannot be one. A last
 * field that reaches over the end is given too: the file may be cut off.
 */
export function messageHead(
  source: ByteSource,
  most: number,
  start = 0,
  end: number = source.size,
): readonly HeadField[] | undefined {
  const fields: HeadField[] = [];
  const wire = openWire(source, (offset) => ({ file: source.name, offset }));
  wire.position = start;
  while (wire.position < end && fields.length < most) {
    const result = attempt(() => {
      const { number, wireType } = wire.key(end);
      if (wireType !== 2) {
        const offset = wire.position;
        wire.skip(wireType, number, end);
        return { number, wireType, offset, length: wire.position - offset };
      }
      const length = Number(wire.scalar("uint32", end));
      return { number, wireType, offset: wire.position, length };
    });
    if ("diagnostic" in result) return undefined;
    fields.push(result.value);
    wire.position = result.value.offset + result.value.length;
  }
  return fields;
}
