export { bool, byteString, float32, int32, int64, type Kind, text } from "./kinds.ts";
export {
  decodeMessage,
  encodeMessage,
  type Field,
  type Message,
  nested,
  optional,
  repeated,
  single,
  textMap,
} from "./message.ts";
