/** The entry in which TensorFlow's converter says what it did (`conversion_metadata.fbs`). */
export const conversionMetadata = "CONVERSION_METADATA";

/** The entry that says which runtime the file needs: a version in 16 bytes, zeros behind it. */
export const minimumRuntimeEntry = "min_runtime_version";
export const minimumRuntimeBytes = 16;

/** The entry in which memory planners keep where each tensor goes (TensorFlow Lite Micro). */
export const memoryPlan = "OfflineMemoryAllocation";

/** The entry that says that buffers lie behind the FlatBuffer, and what it says. */
export const bufferLocation = "buffer_location";
export const outsideFlatBuffer = "outside flatbuffers";

/** Our entry for the files appended to a model as a zip archive (TFLite Metadata); not in the FlatBuffer. */
export const appendedFiles = "TFLITE_ASSOCIATED_FILES";

/** Our name for an entry of the older list of metadata, which has no names. */
export const namelessMetadata = (index: number): string => `metadata_buffer[${index}]`;

export const isNamelessMetadata = (name: string): boolean => /^metadata_buffer\[\d+\]$/.test(name);
