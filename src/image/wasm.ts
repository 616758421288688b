import { inflateSync } from "fflate";
import { fail } from "../diagnostics/index.ts";
import { IMG_E007 } from "./codes.ts";

/** The parts of the WebAssembly JavaScript interface that the decoders use; hosts have it as a global. */
interface WebAssemblyHost {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

type WasmFunction = (...args: number[]) => number;

/** One running decoder with a heap of its own. */
export interface WasmCodec {
  /** Copies bytes onto the heap. `extra` zero bytes follow. Undefined when the heap cannot grow so far. */
  upload(bytes: Uint8Array, extra?: number): number | undefined;
  /** Heap address of `length` fresh bytes, undefined when the heap cannot grow so far. */
  allocate(length: number): number | undefined;
  write(address: number, bytes: ArrayLike<number>): void;
  /** A copy of heap bytes. */
  download(address: number, length: number): Uint8Array;
  /** Calls an exported function; undefined when the decoder left by a trap or its error exit. */
  call(name: string, ...args: number[]): number | undefined;
}

/** A module as `tools/generate-codecs.mjs` stores it. */
export interface PackedWasm {
  readonly byteLength: number;
  readonly deflated: string;
}

const modules = new WeakMap<PackedWasm, Promise<object>>();

/**
 * A fresh instance of a packed module, compiled once. Each picture gets its own heap, so that what a damaged file does to it
 * ends with that file. Throws `IMG-E007` where the host has or allows no WebAssembly.
 */
export async function startCodec(codec: string, packed: PackedWasm): Promise<WasmCodec> {
  const host = (globalThis as { readonly WebAssembly?: WebAssemblyHost }).WebAssembly;
  if (host === undefined) return fail(IMG_E007, {}, { codec, reason: "there is no WebAssembly object" });
  let compiled = modules.get(packed);
  if (compiled === undefined) {
    compiled = host.compile(inflateSync(decodeBase64(packed.deflated), { out: new Uint8Array(packed.byteLength) }));
    modules.set(packed, compiled);
  }
  try {
    return wrap(new host.Instance(await compiled, imports).exports);
  } catch (error) {
    modules.delete(packed);
    return fail(IMG_E007, {}, { codec, reason: error instanceof Error ? error.message : String(error) });
  }
}

const leave = (): never => {
  throw new Error("decoder left by its error exit");
};

/** What the modules import: libjpeg's error exit is a longjmp, which ends the call; no decoder has a reason to do IO. */
const imports: object = {
  env: { setjmp: () => 0, longjmp: leave },
  wasi_snapshot_preview1: {
    environ_sizes_get: () => 0,
    environ_get: leave,
    proc_exit: leave,
    fd_close: leave,
    fd_seek: leave,
    fd_write: leave,
  },
};

function wrap(exports: Readonly<Record<string, unknown>>): WasmCodec {
  const memory = exports["memory"] as WasmMemory;
  const call = (name: string, ...args: number[]): number | undefined => {
    try {
      return (exports[name] as WasmFunction)(...args) ?? 0;
    } catch {
      // A trap of the module or `leave`: in both cases the content was not what the decoder can stand.
      return undefined;
    }
  };
  const allocate = (length: number): number | undefined => {
    const address = call("malloc", length);
    return address === undefined || address === 0 ? undefined : address >>> 0;
  };
  return {
    call,
    allocate,
    upload(bytes, extra = 0) {
      const address = allocate(bytes.length + extra);
      if (address === undefined) return undefined;
      const heap = new Uint8Array(memory.buffer, address, bytes.length + extra);
      heap.set(bytes);
      heap.fill(0, bytes.length);
      return address;
    },
    write: (address, bytes) => new Uint8Array(memory.buffer, address, bytes.length).set(bytes),
    download: (address, length) => new Uint8Array(memory.buffer, address, length).slice(),
  };
}

function decodeBase64(text: string): Uint8Array {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Uint8Array(128);
  for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;
  const length = Math.floor((text.replace(/=+$/, "").length * 3) / 4);
  const out = new Uint8Array(length);
  let bits = 0;
  let at = 0;
  for (let i = 0; at < length; i++) {
    bits = (bits << 6) | (values[text.charCodeAt(i)] as number);
    if (i % 4 === 0) continue;
    out[at++] = bits >> (6 - 2 * (i % 4));
  }
  return out;
}
