export { consumers, getGraph, getValue, liveValues, nextNodeId, producers, withGraph } from "./access.ts";
export type { Attrs, AttrValue } from "./attribute.ts";
export {
  type BuilderBase,
  buildGraph,
  createBuilder,
  type GraphBuilder,
  type NodeDraft,
  type OutputDraft,
  type ValueDraft,
} from "./builder.ts";
export type { Constant } from "./constant.ts";
export {
  constantByteLength,
  constantBytes,
  constantFromTensor,
  constantTensor,
  constantView,
  reshapeConstant,
  sliceConstant,
  transposeConstant,
} from "./constant-view.ts";
export { createEditor, type GraphEditor, type GraphView } from "./editor.ts";
export { constantHash, hashBytes } from "./hash.ts";
export {
  type GraphId,
  graphId,
  type NodeId,
  nodeId,
  type ValueId,
  type VariableId,
  valueId,
  variableId,
} from "./ids.ts";
export type {
  Graph,
  Metadata,
  Model,
  ModelSource,
  Node,
  NodeSource,
  Provenance,
  Signature,
  SignatureTensor,
  SourceArchitecture,
  Value,
  Variable,
} from "./model.ts";
export {
  type ComputedOrigin,
  type DroppedWeight,
  type Expression,
  type ExpressionNode,
  isExpressionNode,
  type LiteralOrigin,
  type Origin,
  type SourceOrigin,
  type SourceWeight,
} from "./origin.ts";
export { originWeights } from "./origin-weights.ts";
export { type ParseOptions, parseGraph, parseModel } from "./parse.ts";
export { applyPatch, createPatch, type Patch } from "./patch.ts";
export { type PrintOptions, printGraph, printModel } from "./print.ts";
export { compatibleTypes, formatType, sameType, type TensorType, tensorType } from "./type.ts";
export { verifyModel } from "./verify.ts";
