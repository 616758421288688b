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
