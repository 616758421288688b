export { type LoweredModel, lower, type Spelling, type SpellingOf } from "./lower/lower.ts";
export { evaluateConstants, optimize, tidy } from "./pipelines.ts";
export { removeDead } from "./prune/dead.ts";
export type { Refusal, Rule, RuleContext, Stage } from "./rule.ts";
export { type AppliedPatch, type PipelineOptions, type PipelineResult, runPipeline } from "./run.ts";
export { storeWeightsAsFloat16 } from "./specialize/float16-weights.ts";
export { computeInFloat32 } from "./specialize/float32.ts";
export { selectSignatures, selectTensors } from "./specialize/select.ts";
export { type ShapeRequest, specializeShapes } from "./specialize/shapes.ts";
