import type { ByteSource } from "../source.ts";
import { openRoot } from "./group.ts";
import { findSuperblock, readSuperblock } from "./superblock.ts";
import type { Hdf5Group } from "./types.ts";

/** True when one of the places where a superblock may lie (0, 512, 1024, 2048, ...) holds the HDF5 signature. */
export function isHdf5(source: ByteSource): boolean {
  return findSuperblock(source) !== undefined;
}

/**
 * Opens an HDF5 file and gives its root group; only the superblock and the root's header are read. Throws `HDF-E001` when
 * it is no HDF5 file, `HDF-E002` when it is cut off, other `HDF-E...` when it is damaged.
 */
export function openHdf5(source: ByteSource): Hdf5Group {
  const { file, root } = readSuperblock(source);
  return openRoot(file, root);
}
