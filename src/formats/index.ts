export type { Format, FormatInput, ReadResult, Spelling, WriteResult } from "./format.ts";
export type { CustomLayer, CustomLayers } from "./keras/index.ts";
export { formats, type ReadOptions, type WriteOptions } from "./registry.ts";
export { identifyForeign } from "./unrecognized.ts";
