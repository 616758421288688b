export { type ByteSource, checkRange, lazySource, memorySource, sliceSource } from "./source.ts";
