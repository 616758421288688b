import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { type ByteSource, checkRange, memorySource } from "../bytes/index.ts";
import { fail } from "../diagnostics/index.ts";
import { IO_E001, IO_E002 } from "./codes.ts";

/** Files up to this size are read whole: one copy in memory serves every view. Larger ones are read by ranges. */
const wholeFileLimit = 2 ** 30;

/** A source over a file. Throws `IO-E001` when it is not there, `IO-E002` when it cannot be read. */
export function fileSource(path: string): ByteSource {
  return reading(path, () => {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size <= wholeFileLimit) return memorySource(readFileSync(file), path);
      return rangeSource(path, size);
    } finally {
      closeSync(file);
    }
  });
}

/** A source over a file that is not opened before it is read. Throws `IO-E001` when the file is not there. */
export function lazyFileSource(path: string): ByteSource {
  const { size } = reading(path, () => statSync(path));
  let source: ByteSource | undefined;
  return {
    name: path,
    size,
    read(offset, length) {
      checkRange(path, size, offset, length);
      source ??= fileSource(path);
      return source.read(offset, length);
    },
  };
}

/** Reads each range when it is asked for. */
function rangeSource(path: string, size: number): ByteSource {
  return {
    name: path,
    size,
    read(offset, length) {
      checkRange(path, size, offset, length);
      return reading(path, () => {
        const bytes = new Uint8Array(length);
        const file = openSync(path, "r");
        try {
          for (let done = 0; done < length; ) {
            const count = readSync(file, bytes, done, length - done, offset + done);
            if (count === 0)
              return fail(IO_E002, { file: path }, { path, reason: "it became shorter while it was read" });
            done += count;
          }
        } finally {
          closeSync(file);
        }
        return bytes;
      });
    },
  };
}

/** Runs file access; the system's errors become diagnostics. */
export function reading<T>(path: string, access: () => T): T {
  try {
    return access();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return fail(IO_E001, { file: path }, { path });
    return fail(IO_E002, { file: path }, { path, reason: systemReason(code) });
  }
}

/** The code of an error of the operating system; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return error.code.startsWith("E") && !error.code.startsWith("ERR_") ? error.code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is not a folder",
  ENOENT: "the folder does not exist",
};

export function systemReason(code: string): string {
  return reasons[code] ?? code;
}
