export { openPackedFiles, type PackedFiles, type PackedLabels, readPackedLabels } from "./associated-files.ts";
export { alignLabels, checkLabelCount } from "./label-check.ts";
export { type LabelForm, type Labels, parseLabels } from "./labels.ts";
export type { AssociatedFile, ModelMetadata, TensorMetadata } from "./metadata/model-metadata.ts";
export { type MetadataResult, readModelMetadata } from "./metadata/read.ts";
export { type InputPreprocessing, type PictureInput, suggestPreprocessing } from "./preprocessing.ts";
