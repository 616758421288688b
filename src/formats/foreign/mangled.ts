import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E015 } from "../codes.ts";
import { hasBytes, type Sample } from "./sample.ts";

/** HDF5's mark (89 H D F CR LF 1A LF) as text programs leave it; it has these bytes so that one can tell. */
const changedMarks: readonly (readonly [mark: readonly number[], change: string])[] = [
  [[0x89, 0x48, 0x44, 0x46, 0x0a, 0x1a, 0x0a], "CR LF became LF in the mark of HDF5"],
  [[0x89, 0x48, 0x44, 0x46, 0x0d, 0x0d, 0x0a, 0x1a], "LF became CR LF in the mark of HDF5"],
  [[0x09, 0x48, 0x44, 0x46], "the eighth bit was removed from the mark of HDF5"],
  [[0xef, 0xbf, 0xbd, 0x48, 0x44, 0x46], "the first byte of the mark of HDF5 became ef bf bd"],
];

/** A binary file that went through a program for text: bytes that are no UTF-8 were replaced, or line ends were changed. */
export function identifyMangled({ head, text, source }: Sample): Diagnostic | undefined {
  const where = { file: source.name };
  const mark = changedMarks.find(([bytes]) => hasBytes(head, bytes));
  if (mark !== undefined) return diagnose(FMT_E015, where, { proof: mark[1] });
  let replaced = 0;
  for (let at = 0; at + 3 <= head.length; at++) {
    if (head[at] === 0xef && head[at + 1] === 0xbf && head[at + 2] === 0xbd) replaced++;
  }
  // Real binary data holds these three bytes once in 16 million places.
  if (text !== undefined || replaced < 4 || replaced * 200 < head.length) return undefined;
  return diagnose(FMT_E015, where, { proof: `${replaced} times the bytes ef bf bd in the first ${head.length}` });
}
