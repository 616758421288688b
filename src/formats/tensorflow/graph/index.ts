export { type Body, type BodyNode, graphBody, outputCount, withNodes } from "./body.ts";
export { reportGraph } from "./findings.ts";
export { loopEntries } from "./schedule.ts";
export {
  type EntryInput,
  type EntryPoint,
  type EntryTensor,
  type GraphRequest,
  type TranslatedGraph,
  translateGraph,
} from "./translate.ts";
export type { VariableValue, VariableValues } from "./variables.ts";
