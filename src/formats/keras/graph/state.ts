import type { Collector } from "../../../diagnostics/index.ts";
import { createBuilder, type GraphBuilder, type TensorType, type ValueId } from "../../../ir/index.ts";
import { createEmitter } from "../../../ops/index.ts";
import type { LayerWeights } from "../bind/bind.ts";
import type { KerasLayer } from "../config/layer.ts";
import { type Build, createBuild } from "../emit/build.ts";
import type { Mask, ResolvedCall } from "../layers/context.ts";
import type { CustomLayers } from "../options.ts";
import { createFindings, type Findings } from "./findings.ts";
import { createNames, type Names } from "./names.ts";
import { createUnknownCode, type UnknownCode } from "./unknown.ts";
import type { WeightReader } from "./weights.ts";

/** What translating a model into a graph works with. */
export interface Translation {
  readonly file: string;
  readonly report: Collector;
  readonly custom: CustomLayers | undefined;
  readonly weights: LayerWeights;
  readonly reader: WeightReader;
  readonly builder: GraphBuilder;
  readonly build: Build;
  readonly names: Names;
  readonly unknown: UnknownCode;
  readonly findings: Findings;
  readonly masks: Map<ValueId, Mask>;
  /** Values behind a layer that could not be read, of unknown shape: what fails on them is no new finding. */
  readonly tainted: Set<ValueId>;
  /** Path of the layer whose nodes are being made. */
  stem: string;
  /** Calls a layer or model; what cannot be read becomes an opaque node with outputs as `declared`. */
  readonly call: (layer: KerasLayer, call: ResolvedCall, declared: () => readonly TensorType[]) => readonly ValueId[];
}

export type TranslationOptions = Pick<Translation, "file" | "report" | "custom" | "weights" | "reader">;

/** `call` is bound to the translation itself, because layers call layers. */
export function createTranslation(
  options: TranslationOptions,
  call: (state: Translation, ...rest: Parameters<Translation["call"]>) => readonly ValueId[],
): Translation {
  const builder = createBuilder();
  const state: Translation = {
    ...options,
    builder,
    build: createBuild(createEmitter(builder, () => state.stem)),
    names: createNames(),
    unknown: createUnknownCode(),
    findings: createFindings(),
    masks: new Map(),
    tainted: new Set(),
    stem: "",
    call: (...rest) => call(state, ...rest),
  };
  return state;
}

/** The type of an output that nothing is known of. */
export const unknownOutput: readonly TensorType[] = [{ dtype: "float32", shape: undefined }];

/** A call with tensors as the first argument: one alone, several as a list. */
export function callOn(inputs: readonly ValueId[]): ResolvedCall {
  const args = inputs.map((value) => ({ kind: "value", value }) as const);
  const [only, ...others] = args;
  return { args: [only !== undefined && others.length === 0 ? only : args], kwargs: new Map() };
}
