import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ReadModelResult, type ReadOptions, readModelFrom } from "../api/index.ts";
import { fail, HoldfastError, hasErrors } from "../diagnostics/index.ts";
import type { Model } from "../ir/index.ts";
import { fileInput, fileSource } from "../node/index.ts";
import { CLI_E002 } from "./codes.ts";

/** Options of every command that reads a model. */
export interface LoadOptions {
  /** Module of custom layers. */
  readonly layers?: string;
  /** Keras architecture beside a file of weights. */
  readonly architecture?: string;
  /** Whose meaning layers have where runtimes differ. */
  readonly semantics?: "file" | "keras";
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

export async function readOptions({ layers, architecture, semantics }: LoadOptions): Promise<ReadOptions> {
  return {
    ...(layers === undefined ? {} : { layers: await loadLayers(layers) }),
    ...(architecture === undefined ? {} : { architecture: fileSource(architecture) }),
    ...(semantics === undefined ? {} : { semantics }),
  };
}

/** The `layers` that a module exports. The module is the user's own code, named on the command line. */
async function loadLayers(path: string): Promise<NonNullable<ReadOptions["layers"]>> {
  const file = resolve(path);
  if (!existsSync(file)) return fail(CLI_E002, { file: path }, { path, problem: "it does not exist" });
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    return fail(CLI_E002, { file: path }, { path, problem: `it cannot be loaded: ${(error as Error).message}` });
  }
  const layers = module["layers"] ?? module["default"];
  if (typeof layers !== "object" || layers === null) {
    return fail(CLI_E002, { file: path }, { path, problem: "it exports no object named 'layers'" });
  }
  return layers as NonNullable<ReadOptions["layers"]>;
}
