export { type DataType, dataType, dataTypeName, formatDataType } from "./data-type.ts";
export type {
  ArgDef,
  AttrList,
  AttrValue,
  FunctionCall,
  FunctionDef,
  GraphDef,
  LazyTensor,
  NodeDef,
  Versions,
} from "./graph-def.ts";
export { type InputRef, parseInput } from "./input.ts";
export {
  type AssetFile,
  type Collection,
  collectedVariables,
  fromMetaGraphMessage,
  type MetaGraph,
  readMetaGraph,
  readMetaGraphText,
  type Saver,
  type SignatureDef,
  type TensorInfo,
  type VariableDef,
} from "./meta-graph.ts";
export { fromGraphMessage, lazyTensor, readGraphDef, readGraphDefText } from "./read-graph.ts";
export { type Message, type MessageDraft, tensorflowSchema } from "./schema.ts";
export { readShape, shapeDraft } from "./shape.ts";
export { fileBytes, packSubByte, readTensor, type TensorValue } from "./tensor.ts";
