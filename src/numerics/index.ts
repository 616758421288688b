export {
  type AffineDim,
  addDims,
  bindDim,
  boundedDim,
  type Dim,
  dimMax,
  dimsEqual,
  floorDivideDim,
  formatDim,
  multiplyDims,
  parseDim,
  sameDim,
  scaleDim,
  subtractDims,
  symbolDim,
  type UnknownDim,
  unknownDim,
} from "./dim.ts";
export {
  type DType,
  type DTypeKind,
  dtypeBits,
  dtypeKind,
  dtypes,
  integerRange,
  isDType,
  isFloat,
  isInteger,
  isWideInteger,
  storedByteLength,
} from "./dtype.ts";
export { roundHalfAway, roundHalfEven } from "./minifloat.ts";
export type {
  BlockwiseQuantization,
  PerAxisQuantization,
  PerTensorQuantization,
  Quantization,
} from "./quantization.ts";
export { type ClampActivation, type StoredRange, storedActivationRange } from "./quantized/activation-range.ts";
export { fixedExpOfNegative } from "./quantized/exponential.ts";
export { fixedPoint, multiplyByPowerOfTwo, rescaleFixed, roundingHalfSum } from "./quantized/fixed-point.ts";
export { inverseSquareRoot } from "./quantized/inverse-square-root.ts";
export { kernelDivideByPowerOfTwo } from "./quantized/kernel-shift.ts";
export { fixedLogarithm } from "./quantized/logarithm.ts";
export { lookUp16, lookupTable8, lookupTable16, type RoundStep } from "./quantized/lookup-table.ts";
export {
  type FixedMultiplier,
  fixedMultiplier,
  multiplyByFixed,
  multiplyWideByFixed,
} from "./quantized/multiplier.ts";
export { type FixedReciprocal, fixedReciprocal, fixedReciprocalOfOnePlus } from "./quantized/reciprocal.ts";
export { type Requantize, requantizer, type ScalingArithmetic } from "./quantized/requantize.ts";
export { roundingDivideByPowerOfTwo, saturatingRoundingDoublingHighMul } from "./quantized/rounding.ts";
export { type QuantizedRow, quantizeRowAsymmetric, quantizeRowSymmetric } from "./quantized/row-quantization.ts";
export {
  type SigmoidFunctions,
  sigmoidFunctions,
  sigmoidTableScale,
  type TableScale,
} from "./quantized/sigmoid-table.ts";
export {
  bindShape,
  broadcastShapes,
  compatibleShapes,
  dimProduct,
  elementCount,
  formatShape,
  isStaticShape,
  normalizeAxis,
  parseShape,
  rowMajorStrides,
  type Shape,
  sameShape,
} from "./shape.ts";
export { tensorFromBytes, tensorToBytes } from "./storage.ts";
export { decodeStrings, encodeStrings } from "./string-buffer.ts";
export {
  allocate,
  entriesPerElement,
  fromNumbers,
  type ResourceHandle,
  roundTo,
  scalar,
  type Tensor,
  type TensorData,
  tensor,
  toBigInts,
  toNumbers,
} from "./tensor.ts";
