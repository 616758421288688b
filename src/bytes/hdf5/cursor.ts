import { fail } from "../../diagnostics/index.ts";
import { lookup3 } from "./checksum.ts";
import { HDF_E003, HDF_E004, HDF_E005 } from "./codes.ts";

/**
 * Reads little-endian fields one after another from a run of bytes and knows where in the file they lie, so that every
 * failure names the structure and its byte offset. Throws `HDF-E003` past the end.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly file: string;
  /** Absolute file offset of the first byte. */
  readonly start: number;
  /** What is being read, for messages: "object header", "B-tree node". */
  readonly structure: string;
  /** Position from the first byte. */
  at = 0;
  private readonly view: DataView;
  readonly offsetSize: number;
  readonly lengthSize: number;

  constructor(
    bytes: Uint8Array,
    file: string,
    start: number,
    structure: string,
    sizes: { readonly offsetSize: number; readonly lengthSize: number },
  ) {
    this.bytes = bytes;
    this.file = file;
    this.start = start;
    this.structure = structure;
    this.offsetSize = sizes.offsetSize;
    this.lengthSize = sizes.lengthSize;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  /** An unsigned integer of 1 to 8 bytes; above 2^53 it is rounded, which no real size or position reaches. */
  uint(size: number): number {
    const start = this.take(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.view.getUint8(start + i);
    return value;
  }

  /** A "length" field of the file's size of lengths. */
  length(): number {
    return this.uint(this.lengthSize);
  }

  /** An address relative to the file's base address; undefined where all bits are set. */
  address(): number | undefined {
    const start = this.take(this.offsetSize);
    for (let i = 0; i < this.offsetSize; i++) {
      if (this.view.getUint8(start + i) !== 0xff) {
        this.at = start;
        return this.uint(this.offsetSize);
      }
    }
    return undefined;
  }

  /** An address that must be defined. */
  definedAddress(): number {
    return this.address() ?? this.damaged("an address is undefined");
  }

  take(length: number): number {
    const at = this.at;
    if (!(length >= 0 && length <= this.bytes.length - at)) {
      fail(
        HDF_E003,
        { file: this.file, offset: this.start + at },
        { structure: this.structure, offset: this.start + at, length, size: this.start + this.bytes.length },
      );
    }
    this.at = at + length;
    return at;
  }

  skip(length: number): void {
    this.take(length);
  }

  /** The next bytes, without a copy. */
  slice(length: number): Uint8Array {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** A cursor over the next bytes, which are passed over. */
  part(length: number, structure: string = this.structure): Cursor {
    const start = this.start + this.at;
    return new Cursor(this.slice(length), this.file, start, structure, this);
  }

  /** Another cursor over the same bytes, at their beginning. */
  rewound(): Cursor {
    return new Cursor(this.bytes, this.file, this.start, this.structure, this);
  }

  /** A cursor over other bytes that stand for this place: an identifier, an object put together. */
  over(bytes: Uint8Array): Cursor {
    return new Cursor(bytes, this.file, this.start, this.structure, this);
  }

  /** Bytes up to a NUL, which is passed over. */
  untilNul(): Uint8Array {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) this.damaged("a name has no end");
    const text = this.slice(end - this.at);
    this.skip(1);
    return text;
  }

  signature(expected: string): void {
    const at = this.take(4);
    const found = String.fromCharCode(...this.bytes.subarray(at, at + 4));
    if (found !== expected) this.damaged(`the signature ${expected} is missing`, at);
  }

  /** Reads one byte that must be one of `known`. */
  version(...known: readonly number[]): number {
    const at = this.at;
    const version = this.u8();
    if (!known.includes(version)) this.damaged(`version ${version} is not known`, at);
    return version;
  }

  /** Compares the checksum that ends the bytes read so far, itself the next field. Throws `HDF-E005`. */
  checksum(): void {
    const covered = this.bytes.subarray(0, this.at);
    this.compareChecksum(this.u32(), covered);
  }

  /** Compares a stored checksum with that of the bytes it covers. Throws `HDF-E005`. */
  compareChecksum(stored: number, covered: Uint8Array): void {
    const computed = lookup3(covered);
    if (stored === computed) return;
    fail(
      HDF_E005,
      { file: this.file, offset: this.start },
      { structure: this.structure, stored: stored.toString(16), computed: computed.toString(16) },
    );
  }

  /** Throws `HDF-E004` for the place `at`, by default the current one. */
  damaged(problem: string, at: number = this.at): never {
    return fail(HDF_E004, { file: this.file, offset: this.start + at }, { structure: this.structure, problem });
  }
}
