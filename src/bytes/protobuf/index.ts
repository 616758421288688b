export { decodeMessage, packedNumbers } from "./decode.ts";
export { encodeMessage } from "./encode.ts";
export { type HeadField, messageHead } from "./head.ts";
export { decodeJsonMessage, encodeJsonMessage } from "./json.ts";
export { packNumbers } from "./pack.ts";
export type { MessageInput, MessageValue, ProtoSchema } from "./schema.ts";
export { parseTextMessage } from "./text.ts";
