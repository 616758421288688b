export { type AssignedConstant, assignedConstants } from "./assigned-constants.ts";
export { VAR_E001, VAR_W002 } from "./codes.ts";
export { keyOfVariable } from "./handles.ts";
export { findUnsafeVariables, type UnsafeRead, type UnsafeVariable } from "./variables.ts";
