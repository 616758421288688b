import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ReadModelResult, type ReadOptions, readModelFrom } from "../api/index.ts";
import { fail, HoldfastError, hasErrors } from "../diagnostics/index.ts";
import type { Model } from "../ir/index.ts";
import { fileInput, fileSource } from "../node/index.ts";
import { CLI_E002 } from "./codes.ts";
import { defined } from "./defined.ts";

/** Options of every command that reads a model. */
export interface LoadOptions {
  /** Module of custom layers and operators. */
  readonly layers?: string;
  /** Keras architecture beside a file of weights. */
  readonly architecture?: string;
  /** Whose meaning layers have where runtimes differ. */
  readonly semantics?: "file" | "keras";
  /** The graph that belongs to a TensorFlow checkpoint. */
  readonly graph?: string;
  /** Which of a SavedModel's graphs. */
  readonly tags?: readonly string[];
  /** Moving averages of variables instead of their last values. */
  readonly ema?: boolean;
  /** Tensors to feed and to give: graphs without entry points are read for them. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

/** Reads a model with what the options give. */
export async function loadResult(path: string, options: LoadOptions): Promise<ReadModelResult> {
  return readModelFrom(fileInput(path), await readOptions(options));
}

/** Reads a model; throws the first error when there is none that could be used. */
export async function loadModel(
  path: string,
  options: LoadOptions,
): Promise<{ readonly model: Model; readonly diagnostics: ReadModelResult["diagnostics"] }> {
  const { model, diagnostics } = await loadResult(path, options);
  if (model === undefined || hasErrors(diagnostics)) {
    const errors = diagnostics.filter((d) => d.severity === "error");
    const last = errors.at(-1);
    if (last !== undefined)
      throw new HoldfastError(
        last,
        diagnostics.filter((d) => d !== last),
      );
  }
  return { model: model as Model, diagnostics };
}

export async function readOptions(options: LoadOptions): Promise<ReadOptions> {
  const { layers, architecture, graph, semantics, tags, ema, inputs, outputs } = options;
  return {
    ...(layers === undefined ? {} : await loadMeanings(layers)),
    ...(architecture === undefined ? {} : { architecture: fileSource(architecture) }),
    ...(graph === undefined ? {} : { graph: fileSource(graph) }),
    ...defined({ semantics, tags, ema, inputs, outputs }),
  };
}

/** The `layers` and `operators` that a module exports. The module is the user's own code, named on the command line. */
async function loadMeanings(path: string): Promise<Pick<ReadOptions, "layers" | "operators">> {
  const file = resolve(path);
  if (!existsSync(file)) return fail(CLI_E002, { file: path }, { path, problem: "it does not exist" });
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    return fail(CLI_E002, { file: path }, { path, problem: `it cannot be loaded: ${(error as Error).message}` });
  }
  const layers = module["layers"] ?? module["default"];
  const operators = module["operators"];
  const isTable = (value: unknown): boolean => typeof value === "object" && value !== null;
  if (!isTable(layers) && !isTable(operators)) {
    return fail(CLI_E002, { file: path }, { path, problem: "it exports no object named 'layers' or 'operators'" });
  }
  return {
    ...(isTable(layers) ? { layers: layers as NonNullable<ReadOptions["layers"]> } : {}),
    ...(isTable(operators) ? { operators: operators as NonNullable<ReadOptions["operators"]> } : {}),
  };
}
