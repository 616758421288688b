/**
 * Holdfast without a file system: for browsers, workers, and bundles.
 * @module
 */
export {
  type CaseResult,
  type CompareOptions,
  type ConvertOptions,
  type ConvertResult,
  type CustomLayer,
  type CustomLayers,
  compareModels as verify,
  convertModel as convert,
  convertTensor,
  diffModels,
  type FormatInput,
  loadTensors,
  type ModelComparison,
  type ModelSummary,
  memoryInput,
  type Prediction,
  proveVariables,
  type ReadModelResult,
  type ReadOptions,
  type RepairResult,
  readModelFrom,
  repairModel as repair,
  saveTensors,
  summarizeModel,
  topK,
  type VariableVerdict,
} from "./api/index.ts";
export { type ByteSource, decodeFlexBuffer, memorySource, type PlainValue } from "./bytes/index.ts";
export {
  type Diagnostic,
  type Fix,
  HoldfastError,
  renderJson,
  renderText,
  type Severity,
  type Where,
} from "./diagnostics/index.ts";
export {
  decodeImage,
  type Picture,
  type PictureTarget,
  type PrepareOptions,
  preparePicture,
} from "./image/index.ts";
export { type Model, parseModel, printModel } from "./ir/index.ts";
export type { Ledger, LedgerEntry, WeightFate } from "./ledger/index.ts";
export { type DType, type Tensor, type TensorData, tensor } from "./numerics/index.ts";
export type { CustomOperator, CustomOperators, InferContext, ReferenceContext } from "./ops/index.ts";
export {
  createSession,
  type Inputs,
  memoryStore,
  type Outputs,
  type RunOptions,
  type Session,
  type SessionOptions,
  type SignatureInfo,
  type TensorInfo,
  type TensorStore,
} from "./runtime/index.ts";
