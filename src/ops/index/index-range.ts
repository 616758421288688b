import { fail } from "../../diagnostics/index.ts";
import { OPS_E007 } from "../codes.ts";

/** An index in `[0, extent)`; any other is refused, as no element could answer it. */
export function requireIndex(index: number, extent: number): number {
  return index >= 0 && index < extent ? index : fail(OPS_E007, {}, { index, extent });
}
