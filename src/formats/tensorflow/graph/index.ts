export { type Body, type BodyNode, graphBody, outputCount } from "./body.ts";
export { reportGraph } from "./findings.ts";
export {
  type EntryInput,
  type EntryPoint,
  type EntryTensor,
  type GraphRequest,
  type TranslatedGraph,
  translateGraph,
} from "./translate.ts";
export type { VariableValue, VariableValues } from "./variables.ts";
