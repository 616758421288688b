export { decodeBase64, encodeBase64 } from "./base64.ts";
export { crc32 } from "./crc32.ts";
export { crc32c, maskCrc32c, unmaskCrc32c } from "./crc32c.ts";
export {
  type ByteRange,
  createFlatEncoder,
  type DecodedFile,
  decodeFlatBuffer,
  decodeFlexBuffer,
  defaultTable,
  type EncodedTable,
  encodeFlexBuffer,
  type FlatEncoder,
  type FlatSchema,
  type Long,
  type PlainValue,
  type TableInput,
  type TableValue,
  type UnionValue,
  withoutDefaults,
} from "./flatbuffer/index.ts";
export {
  type Hdf5Attributes,
  type Hdf5AttributeValue,
  type Hdf5Dataset,
  type Hdf5Group,
  type Hdf5Storage,
  type Hdf5Type,
  isHdf5,
  openHdf5,
} from "./hdf5/index.ts";
export {
  field,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type JsonProblem,
  scanJson,
  shortJson,
} from "./json.ts";
export { type NpyArray, type NpyType, npyStrings, readNpy, writeNpy } from "./npy.ts";
export {
  decodeJsonMessage,
  decodeMessage,
  encodeJsonMessage,
  encodeMessage,
  type HeadField,
  type MessageInput,
  type MessageValue,
  messageHead,
  type ProtoSchema,
  packedNumbers,
  packNumbers,
  parseTextMessage,
} from "./protobuf/index.ts";
export { readSafetensors, type Safetensors, type SafetensorsArray, writeSafetensors } from "./safetensors.ts";
export { unpackSnappy } from "./snappy.ts";
export { type ByteSource, checkRange, joinSources, lazySource, memorySource, sliceSource } from "./source.ts";
export { isZip, openZip, type ZipMember } from "./zip.ts";
