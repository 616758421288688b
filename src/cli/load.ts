import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ReadModelResult, type ReadOptions, readModelFrom } from "../api/index.ts";
import { fail, HoldfastError, hasErrors } from "../diagnostics/index.ts";
import type { Model } from "../ir/index.ts";
import { fileInput, fileSource } from "../node/index.ts";
import type { CustomOperators } from "../ops/index.ts";
import { CLI_E002 } from "./codes.ts";
import { defined } from "./defined.ts";

/** Options of every command that reads a model. */
export interface LoadOptions {
  /** Module of custom layers and operators. */
  readonly layers?: string;
  /** Module of custom operators. */
  readonly operators?: string;
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

/** The custom operators that the options name a module of; none without. */
export async function customOperators({ operators: path }: LoadOptions): Promise<CustomOperators> {
  if (path === undefined) return {};
  const module = await loadModule(path, "operators");
  return (tableIn(module, "operators") ?? missingExport(path, "operators")) as CustomOperators;
}

/** The `layers` and `operators` that a module exports for reading: layers of Keras, operators of TensorFlow's graphs. */
async function loadMeanings(path: string): Promise<Pick<ReadOptions, "layers" | "operators">> {
  const module = await loadModule(path, "layers");
  const operators = Object.hasOwn(module, "operators") ? tableIn(module, "operators") : undefined;
  const layers = tableIn(module, "layers") ?? (operators === undefined ? missingExport(path, "layers") : undefined);
  return defined({
    layers: layers as NonNullable<ReadOptions["layers"]> | undefined,
    operators: operators as NonNullable<ReadOptions["operators"]> | undefined,
  });
}

/** A module of the user's own code, named on the command line. `name`: what it is expected to export. */
async function loadModule(path: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  if (!existsSync(file)) return fail(CLI_E002, { file: path }, { path, name, problem: "it does not exist" });
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return fail(CLI_E002, { file: path }, { path, name, problem: `it cannot be loaded: ${(error as Error).message}` });
  }
}

/** The object that a module exports under a name, or by default. */
function tableIn(module: Readonly<Record<string, unknown>>, name: string): object | undefined {
  const found = module[name] ?? module["default"];
  return typeof found === "object" && found !== null ? found : undefined;
}

function missingExport(path: string, name: string): never {
  return fail(CLI_E002, { file: path }, { path, name, problem: `it exports no object named '${name}'` });
}
