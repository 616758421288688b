export type { CustomLayer, CustomLayers, FormatInput, ReadOptions, WriteOptions } from "../formats/index.ts";
export type { Case, Expectation } from "./cases/case.ts";
export { loadCases } from "./cases/load.ts";
export { type CaseHost, type CaseOptions, type CaseResult, runCase, type Verdict } from "./cases/run.ts";
export { throughFormat } from "./cases/through-format.ts";
export { type ConvertOptions, type ConvertResult, convertModel } from "./convert.ts";
export { type Difference, diffModels, type ModelDiff } from "./diff.ts";
export { convertTensor, realTensor, runBatched } from "./feed.ts";
export { memoryInput } from "./memory-input.ts";
export { fitLabels, type ModelBundle, readBundle } from "./model-bundle.ts";
export { npyTensor, tensorNpy } from "./npy.ts";
export { type CompareOptions, compareModels, type ModelComparison, type ValueComparison } from "./parity/compare.ts";
export { randomInputs } from "./parity/random-inputs.ts";
export { findPixelScaling, findQuantizedRange, type PixelRange } from "./pixel-range.ts";
export { type ReadModelResult, readModelFrom } from "./read-model.ts";
export { type Graft, type RepairResult, repairModel } from "./repair/repair.ts";
export { proveVariables, type VariableVerdict, warnOfVariables } from "./repair/variables.ts";
export { loadTensors, saveTensors } from "./saved-tensors.ts";
export {
  type ModelSummary,
  type OperatorSummary,
  operatorName,
  type SignatureSummary,
  summarizeModel,
  type TensorSummary,
} from "./summary.ts";
export { type Prediction, topK } from "./top-k.ts";
export { type WeightStatistics, weightStatistics } from "./weight-statistics.ts";
