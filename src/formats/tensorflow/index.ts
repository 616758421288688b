export { frozenGraph } from "./frozen.ts";
export { type JsonGraph, jsonGraphSpelling, writeJsonGraph } from "./json-graph.ts";
export { type JsonGraphFile, type JsonGraphWeight, readJsonGraph } from "./json-graph-read.ts";
export type { CustomOperator, CustomOperators, TensorflowReadOptions } from "./options.ts";
export { savedModel } from "./saved-model.ts";
export { trainingRun } from "./training-run.ts";
