export { type EntryRequest, type InferredEntry, inferEntry } from "./entry.ts";
export { type InferenceBody, toInference } from "./training.ts";
