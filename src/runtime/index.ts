export type { TensorStore } from "../ops/index.ts";
export type { InputValue } from "./input.ts";
export { createInterpreter, drain, type Interpreter, type Observer, runGraph } from "./interpreter.ts";
export { memoryStore } from "./memory-store.ts";
export {
  createSession,
  findSignature,
  type Inputs,
  type Outputs,
  type RunOptions,
  type Session,
  type SessionOptions,
  type SignatureInfo,
  type TensorInfo,
} from "./session.ts";
export { initialState, type SessionState, seededRandom, statefulKey } from "./state.ts";
