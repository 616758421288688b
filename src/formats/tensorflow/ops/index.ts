export { createAttributes, repeatCount, type TfAttributes } from "./attributes.ts";
export { type Build, createBuild, num } from "./build.ts";
export { isTfOpName, type TfDefinition, type TfOpName, tfDefinition } from "./definition.ts";
export type { Emit, NodeContext, OpRule } from "./rule.ts";
export { tfOps } from "./table.ts";
