import { HoldfastError, hasErrors } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import { convertModel } from "../convert.ts";
import { memoryInput } from "../memory-input.ts";
import { readModelFrom } from "../read-model.ts";

/** Converts a model to a format and reads it back: cases run through it judge the conversion as well. */
export function throughFormat(to: string): (model: Model) => Promise<Model> {
  return async (model) => {
    const { files, diagnostics } = await convertModel(model, { to, name: `case.${to}` });
    const [main, ...others] = files;
    const error = diagnostics.find((d) => d.severity === "error");
    if (main === undefined) throw new HoldfastError(error as NonNullable<typeof error>, diagnostics);
    const beside = Object.fromEntries(others.map((file) => [file.name, file.bytes]));
    const back = await readModelFrom(memoryInput(main.bytes, main.name, beside));
    const broken = back.diagnostics.find((d) => d.severity === "error");
    if (back.model === undefined || hasErrors(back.diagnostics)) {
      throw new HoldfastError(broken as NonNullable<typeof broken>, back.diagnostics);
    }
    return back.model;
  };
}
