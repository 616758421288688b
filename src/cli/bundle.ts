import type { Diagnostic } from "../diagnostics/index.ts";
import type { PrepareOptions } from "../image/index.ts";
import type { Model } from "../ir/index.ts";

/** What travels with a model and tells how to feed it and read its answer. */
export interface ModelBundle {
  readonly labels?: readonly string[];
  readonly normalize?: PrepareOptions["normalize"];
  readonly bgr: boolean;
  /** The graph itself begins by scaling pixel values. */
  readonly rescales: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function readBundle(_model: Model): ModelBundle {
  return { bgr: false, rescales: true, diagnostics: [] };
}
