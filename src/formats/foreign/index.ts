export { identifyArchive } from "./archives.ts";
export { identifyBinary } from "./binaries.ts";
export { identifyFolder } from "./folder.ts";
export { identifyMangled } from "./mangled.ts";
export {
  identifyAppleDouble,
  identifyEnding,
  identifyPart,
  identifyStump,
  identifyZeros,
} from "./parts.ts";
export { identifyPickle } from "./pickles.ts";
export { identifyProtobuf } from "./protobuf-models.ts";
export { hex, type Sample, takeSample } from "./sample.ts";
export { identifyText } from "./text.ts";
