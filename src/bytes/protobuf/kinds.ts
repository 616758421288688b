import { type WireValue, wireTypes, writeVarint } from "./wire.ts";

/** What reading a value needs besides its content. */
export interface KindContext {
  /** Name of the file, for diagnostics. */
  readonly file: string;
  /** How many messages the value lies in. */
  readonly depth: number;
  /** Offset in the file of the message that the value lies in. */
  readonly base: number;
}

/** How values of one type stand in a message. */
export interface Kind<T> {
  readonly wireType: number;
  readonly read: (value: WireValue, context: KindContext) => T;
  /** The content, without number, wire type, and length. */
  readonly write: (value: T) => Uint8Array;
}

const varint = <T>(read: (bits: bigint) => T, write: (value: T) => bigint): Kind<T> => ({
  wireType: wireTypes.varint,
  read: ({ bits }) => read(bits),
  write: (value) => Uint8Array.from(writeVarint(write(value))),
});

/** `int64`. */
export const int64: Kind<bigint> = varint(
  (bits) => BigInt.asIntN(64, bits),
  (value) => value,
);

/** `int32`, and values of enumerations. */
export const int32: Kind<number> = varint((bits) => Number(BigInt.asIntN(32, bits)), BigInt);

export const bool: Kind<boolean> = varint(
  (bits) => bits !== 0n,
  (value) => (value ? 1n : 0n),
);

/** `float`. */
export const float32: Kind<number> = {
  wireType: wireTypes.fixed32,
  read: ({ bits }) => new Float32Array(Uint32Array.of(Number(bits)).buffer)[0] as number,
  write: (value) => new Uint8Array(Float32Array.of(value).buffer),
};

/** `bytes`: a view of the message. */
export const byteString: Kind<Uint8Array> = {
  wireType: wireTypes.bytes,
  read: ({ bytes }) => bytes,
  write: (value) => value,
};

/** `string`: UTF-8; what is none becomes the replacement character. */
export const text: Kind<string> = {
  wireType: wireTypes.bytes,
  read: ({ bytes }) => new TextDecoder().decode(bytes),
  write: (value) => new TextEncoder().encode(value),
};
