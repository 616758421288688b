import type { Long } from "../flatbuffer/index.ts";
import { type ByteSource, memorySource } from "../source.ts";
import type { Scalar } from "./fields.ts";

/** The bytes of a packed field with these elements. */
export function packNumbers(scalar: Scalar, values: readonly Long[]): ByteSource {
  const width = { float: 4, fixed32: 4, double: 8, fixed64: 8 }[scalar as string];
  if (width === undefined) return memorySource(Uint8Array.from(values.flatMap(varint)), "packed scalars");
  const view = new DataView(new ArrayBuffer(values.length * width));
  values.forEach((value, i) => {
    if (scalar === "float") view.setFloat32(i * width, Number(value), true);
    else if (scalar === "double") view.setFloat64(i * width, Number(value), true);
    else if (scalar === "fixed32") view.setUint32(i * width, Number(value), true);
    else view.setBigUint64(i * width, BigInt(value), true);
  });
  return memorySource(new Uint8Array(view.buffer), "packed scalars");
}

/** Seven bits a byte, lowest first; negative numbers as 64 bits (two's complement). */
function varint(value: Long): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}
