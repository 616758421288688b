export { type PlainValue, withoutDefaults } from "./compact.ts";
export { type DecodedFile, decodeFlatBuffer } from "./decode.ts";
export { defaultTable } from "./defaults.ts";
export { createFlatEncoder, type EncodedTable, type FlatEncoder, type TableInput } from "./encode.ts";
export { decodeFlexBuffer } from "./flexbuffer.ts";
export { encodeFlexBuffer } from "./flexbuffer-encode.ts";
export type { ByteRange, FlatSchema, Long, TableValue, UnionValue } from "./schema.ts";
