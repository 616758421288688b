import { fail } from "../../diagnostics/index.ts";
import { HDF_E006 } from "./codes.ts";
import { cursorAt, type Hdf5File } from "./file.ts";
import { decodeText } from "./text.ts";

/** The strings of an old-style group or of a list of external files. */
export interface LocalHeap {
  /** The NUL-terminated string at an offset. Throws `HDF-E...` when it is not inside the heap. */
  text(offset: number): string;
}

/** Reads a local heap (HDF5 File Format Specification 3.0, III.D). All its strings together fit into it, each read once. */
export function readLocalHeap(file: Hdf5File, address: number): LocalHeap {
  const head = cursorAt(file, address, 8 + 2 * file.lengthSize + file.offsetSize, "Local heap");
  head.signature("HEAP");
  head.version(0);
  head.skip(3);
  const size = head.length();
  head.length();
  const data = cursorAt(file, head.definedAddress(), size, "Local heap");
  let total = 0;
  return {
    text(offset) {
      data.at = 0;
      data.skip(offset);
      const text = data.untilNul();
      total += text.length;
      if (total > size) fail(HDF_E006, { file: file.name, offset: data.start + offset }, { structure: "A name" });
      return decodeText(text);
    },
  };
}
