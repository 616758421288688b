export {
  type AttributeRules,
  checkAttributes,
  type FusedActivation,
  type Padding,
  type QuantizedBiasType,
} from "./attributes.ts";
export { type Comparison, compareTensors, operatorTolerance, type Tolerance } from "./compare.ts";
export { variableKey } from "./control/variable.ts";
export type { CustomOperator, CustomOperators } from "./custom.ts";
export type {
  AffineFilter,
  AnyOpDef,
  DecomposeContext,
  Decomposition,
  Effects,
  Example,
  InferContext,
  NoAttrs,
  OpDef,
  Reference,
  ReferenceContext,
  ReferenceHost,
  RegionCall,
  RegionReference,
  RegionSteps,
  RegionType,
  Slot,
  TensorStore,
} from "./define.ts";
export { createEmitter, type EmitOptions, type Emitter, knownElements } from "./emit.ts";
export { type Application, evaluate, evaluateSteps, pureHost } from "./evaluate.ts";
export { computedConstant, evaluateExpression, expression, literalExpression, roundTensor } from "./expression.ts";
export { decompositions } from "./generated/decompositions.ts";
export { examples } from "./generated/examples.ts";
export { references } from "./generated/references.ts";
export { type AttrsOf, type OpName, type Ops, ops } from "./generated/table.ts";
export { type InferredModel, inferGraph, nodeContext, regionType } from "./infer-graph.ts";
export { concreteContext, evaluateKnown, findOp, inferOutputs } from "./inference.ts";
export {
  bicubicMatrix,
  type Interpolation,
  interpolationMatrix,
  interpolations,
  legacyCubic,
} from "./resize/interpolation-matrix.ts";
export { quantizesReals } from "./sums.ts";
export { paddingBefore, type WindowAxis, windowAxis, windowOutput } from "./window.ts";
