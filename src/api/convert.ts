import { attempt, type Diagnostic, diagnose, hasErrors } from "../diagnostics/index.ts";
import { formats, type WriteOptions, type WriteResult } from "../formats/index.ts";
import type { Model } from "../ir/index.ts";
import { createLedger, type Ledger } from "../ledger/index.ts";
import {
  type AppliedPatch,
  computeInFloat32,
  lower,
  optimize,
  type PipelineOptions,
  removeDead,
  runPipeline,
  type ShapeRequest,
  selectSignatures,
  selectTensors,
  specializeShapes,
  storeWeightsAsFloat16,
  tidy,
} from "../passes/index.ts";
import { API_E001 } from "./codes.ts";
import { memoryInput } from "./memory-input.ts";

export interface ConvertOptions extends WriteOptions, ShapeRequest, PipelineOptions {
  /** Id of the format to write; `tflite`. */
  readonly to: string;
  /** Name of the main file. */
  readonly name: string;
  /** Tensors to feed and to give instead of the first signature's own. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Entry points to keep; all by default. */
  readonly signatures?: readonly string[];
  /** Weights stored as float16. */
  readonly fp16?: boolean;
  /** Leave the graph as it was read, apart from what the target needs. */
  readonly optimize?: boolean;
}

export interface ConvertResult extends WriteResult {
  /** The model as it was written; absent when conversion stopped before. */
  readonly model?: Model;
  readonly ledger?: Ledger;
  /** Every rewrite, in order. */
  readonly applied: readonly AppliedPatch[];
}

/**
 * Converts a model and proves that no weight was lost on the way: without errors there are files and a balanced ledger;
 * with one there are no files.
 */
export async function convertModel(source: Model, options: ConvertOptions): Promise<ConvertResult> {
  const diagnostics: Diagnostic[] = [];
  const applied: AppliedPatch[] = [];
  const target = formats.find((format) => format.id === options.to);
  const stop = (model?: Model, ledger?: Ledger): ConvertResult => ({
    files: [],
    diagnostics,
    applied,
    ...(model === undefined ? {} : { model }),
    ...(ledger === undefined ? {} : { ledger }),
  });
  if (target?.write === undefined) {
    const writable = formats.filter((format) => format.write !== undefined).map((format) => format.id);
    diagnostics.push(diagnose(API_E001, {}, { format: options.to, writable }));
    return stop();
  }
  const note = (found: readonly Diagnostic[]): boolean => {
    diagnostics.push(...found);
    return hasErrors(found);
  };

  const chosen = attempt(() => choose(source, options));
  if ("diagnostic" in chosen) {
    note([chosen.diagnostic]);
    return stop();
  }
  const shaped = specializeShapes(chosen.value, options);
  if (note(shaped.diagnostics)) return stop(shaped.model);
  let model = shaped.model;

  if (target.floats !== undefined && !target.floats.includes("float64")) {
    const widened = computeInFloat32(model);
    if (note(widened.diagnostics)) return stop(widened.model);
    model = widened.model;
  }
  if (options.optimize !== false) {
    const optimized = runPipeline(model, optimize, options);
    applied.push(...optimized.applied);
    if (note(optimized.diagnostics)) return stop(optimized.model);
    model = optimized.model;
  }
  if (target.spelling !== undefined) {
    const lowered = lower(model, target.spelling);
    applied.push(...lowered.applied);
    if (note(lowered.diagnostics)) return stop(lowered.model);
    model = lowered.model;
    if (lowered.applied.length > 0 && options.optimize !== false) {
      const tidied = runPipeline(model, tidy, options);
      applied.push(...tidied.applied);
      note(tidied.diagnostics);
      model = tidied.model;
    }
  }
  model = removeDead(model, "no output of the chosen signatures depends on it");
  if (options.fp16 === true) model = storeWeightsAsFloat16(model);

  const written = target.write(model, options.name, options);
  if (note(written.diagnostics)) return stop(model);
  const main = written.files[0];
  const back =
    main === undefined || target.read === undefined
      ? undefined
      : await target.read(memoryInput(main.bytes, main.name), {});
  if (back !== undefined && note(back.diagnostics.filter((d) => d.severity === "error"))) return stop(model);
  const ledger = createLedger(source.weights, model, back?.model);
  if (note(ledger.problems)) return stop(model, ledger);
  return { files: written.files, diagnostics, model, ledger, applied };
}

function choose(source: Model, { signatures, inputs = [], outputs = [] }: ConvertOptions): Model {
  const entered = signatures === undefined ? source : selectSignatures(source, signatures);
  return inputs.length + outputs.length === 0 ? entered : selectTensors(entered, inputs, outputs);
}
