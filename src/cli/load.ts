import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ReadModelResult, type ReadOptions, readModelFrom } from "../api/index.ts";
import { fail, HoldfastError, hasErrors } from "../diagnostics/index.ts";
import type { Model } from "../ir/index.ts";
import { fileInput, fileSource } from "../node/index.ts";
import type { CustomOperators } from "../ops/index.ts";
import { CLI_E002 } from "./codes.ts";

/** Options of every command that reads a model. */
export interface LoadOptions {
  /** Module of custom layers. */
  readonly layers?: string;
  /** Module of custom operators. */
  readonly operators?: string;
  /** Keras architecture beside a file of weights. */
  readonly architecture?: string;
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

export async function readOptions({ layers, architecture }: LoadOptions): Promise<ReadOptions> {
  return {
    ...(layers === undefined
      ? {}
      : { layers: (await loadExport(layers, "layers")) as NonNullable<ReadOptions["layers"]> }),
    ...(architecture === undefined ? {} : { architecture: fileSource(architecture) }),
  };
}

/** The custom operators that the options name a module of; none without. */
export async function customOperators({ operators }: LoadOptions): Promise<CustomOperators> {
  return operators === undefined ? {} : ((await loadExport(operators, "operators")) as CustomOperators);
}

/** The object that a module exports under a name, or by default. The module is the user's own code, named on the command line. */
async function loadExport(path: string, name: string): Promise<object> {
  const file = resolve(path);
  if (!existsSync(file)) return fail(CLI_E002, { file: path }, { path, name, problem: "it does not exist" });
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    return fail(CLI_E002, { file: path }, { path, name, problem: `it cannot be loaded: ${(error as Error).message}` });
  }
  const found = module[name] ?? module["default"];
  if (typeof found !== "object" || found === null) {
    return fail(CLI_E002, { file: path }, { path, name, problem: `it exports no object named '${name}'` });
  }
  return found;
}
