import { attempt, type Diagnostic, diagnose, hasErrors } from "../diagnostics/index.ts";
import { formats, type WriteOptions, type WriteResult } from "../formats/index.ts";
import type { Model } from "../ir/index.ts";
import { createLedger, type Ledger } from "../ledger/index.ts";
import {
  type AppliedPatch,
  computeInFloat32,
  evaluateConstants,
  freezeVariables,
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
import { API_E001, API_E007 } from "./codes.ts";
import { keepExpressible } from "./expressible.ts";
import { memoryInput } from "./memory-input.ts";
import { warnOfVariables } from "./repair/variables.ts";

export interface ConvertOptions extends WriteOptions, ShapeRequest, PipelineOptions {
  /** Id of the format to write, or the ending of its files: `tflite`, `tfjs`, `json`. */
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
  /** Fold scales and normalizations into filters; without it filters keep the bytes that were trained. */
  readonly fold?: boolean;
}

export interface ConvertResult extends WriteResult {
  /** The model as it was written; absent when conversion stopped before. */
  readonly model?: Model;
  readonly ledger?: Ledger;
  /** Every rewrite, in order. */
  readonly applied: readonly AppliedPatch[];
}

/** What a step of a conversion makes of the model. */
interface StepResult {
  readonly model: Model;
  readonly diagnostics?: readonly Diagnostic[];
  readonly applied?: readonly AppliedPatch[];
}

/** `stopAfter` counts the rewrites of the whole conversion. */
type Step = (model: Model, stopAfter: PipelineOptions) => StepResult;

/** The steps from the source to a model that the target spells, in order. */
function stepsFor(target: (typeof formats)[number], options: ConvertOptions): readonly Step[] {
  const { spelling, floats, prepare } = target;
  if (target.asRead) return [];
  const steps: Step[] = [(model) => ({ model: choose(model, options) })];
  if (spelling !== undefined && options.signatures === undefined) {
    steps.push((model) => keepExpressible(model, spelling));
  }
  steps.push((model) => ({ model: freezeVariables(model) }));
  steps.push((model) => specializeShapes(model, options));
  if (floats !== undefined && !floats.includes("float64")) {
    steps.push((model, stop) => runPipeline(model, evaluateConstants, stop), computeInFloat32);
  }
  const stages = options.fold === false ? optimize.filter(({ name }) => name !== "fold") : optimize;
  if (options.optimize !== false) steps.push((model, stop) => runPipeline(model, stages, stop));
  if (spelling !== undefined) steps.push((model) => lower(model, spelling));
  if (options.optimize !== false) steps.push((model, stop) => runPipeline(model, tidy, stop));
  if (prepare !== undefined) steps.push((model) => prepare(model, options));
  steps.push((model) => ({ model: removeDead(model, "no output of the chosen signatures depends on it") }));
  if (options.fp16 === true) steps.push((model) => ({ model: storeWeightsAsFloat16(model) }));
  return steps;
}

/**
 * Converts a model and proves that no weight was lost on the way: without errors there are files and a balanced ledger;
 * with one there are no files.
 */
export async function convertModel(source: Model, options: ConvertOptions): Promise<ConvertResult> {
  const diagnostics: Diagnostic[] = [];
  const applied: AppliedPatch[] = [];
  const note = (found: readonly Diagnostic[] = []): boolean => {
    diagnostics.push(...found);
    return hasErrors(found);
  };
  const target =
    formats.find((format) => format.id === options.to) ??
    formats.find((format) => format.write !== undefined && format.extensions.includes(`.${options.to}`));
  if (target?.write === undefined) {
    const writers = formats.filter((format) => format.write !== undefined);
    const writable = writers.map(({ id }) => id);
    const endings = writers.flatMap(({ extensions }) => extensions.slice(0, 1));
    note([diagnose(API_E001, {}, { format: options.to, writable, endings })]);
    return { files: [], diagnostics, applied };
  }

  if (source.signatures.length === 0 && source.graphs.every(({ nodes }) => nodes.length === 0)) {
    note([diagnose(API_E007, {}, { weights: source.weights.length })]);
    return { files: [], diagnostics, applied };
  }

  let model = source;
  for (const step of stepsFor(target, options)) {
    const { stopAfter, onPatch } = options;
    const stop: PipelineOptions = {
      ...(stopAfter === undefined ? {} : { stopAfter: Math.max(0, stopAfter - applied.length) }),
      ...(onPatch === undefined ? {} : { onPatch }),
    };
    const result = attempt(() => step(model, stop));
    if ("diagnostic" in result) {
      note([result.diagnostic]);
      return { files: [], diagnostics, model, applied };
    }
    model = result.value.model;
    applied.push(...(result.value.applied ?? []));
    if (note(result.value.diagnostics)) return { files: [], diagnostics, model, applied };
  }

  note(warnOfVariables(model));
  const { files, diagnostics: written, ends } = target.write(model, options.name, options);
  const [main, ...others] = files;
  if (note(written) || main === undefined) return { files: [], diagnostics, model, applied };
  const beside = Object.fromEntries(others.map((file) => [file.name, file.bytes]));
  const back = await target.read?.(memoryInput(main.bytes, main.name, beside), ends ?? {});
  if (note(back?.diagnostics.filter((d) => d.severity === "error"))) return { files: [], diagnostics, model, applied };
  const ledger = createLedger(source.weights, model, back?.model);
  if (note(ledger.problems)) return { files: [], diagnostics, model, ledger, applied };
  return { files, diagnostics, model, ledger, applied };
}

function choose(source: Model, { signatures, inputs = [], outputs = [] }: ConvertOptions): Model {
  const entered =
    signatures === undefined
      ? source
      : removeDead(selectSignatures(source, signatures), "no entry point that is written needs it");
  return inputs.length + outputs.length === 0 ? entered : selectTensors(entered, inputs, outputs);
}
