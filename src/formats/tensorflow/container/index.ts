export { type Capture, functionCaptures, type TracedFunction, tracedFunctions } from "./captures.ts";
export {
  openGraphDef,
  openMetaGraph,
  openTraining,
  sniffGraphDef,
  sniffMetaGraph,
  type TrainingFiles,
} from "./files.ts";
export { checkpointFullNames, type ObjectVariable, objectPaths, objectVariables } from "./objects.ts";
export { chooseMetaGraph, openSavedModel, type SavedModel, sniffSavedModel } from "./saved-model.ts";
export { type FileMessage, sniffMessage } from "./sniff.ts";
export { type BoundVariable, bindVariables, variableNames, variableNodes } from "./variables.ts";
