/** tensor_bundle, saved_tensor_slice, tensor_slice and checkpoint_state.proto of tensorflow/core. */
export const checkpointMessages = {
  BundleHeaderProto: { num_shards: "1 int32", endianness: "2 Endianness", version: "3 VersionDef" },
  BundleEntryProto: {
    dtype: "1 DataType",
    shape: "2 TensorShapeProto",
    shard_id: "3 int32",
    offset: "4 int64",
    size: "5 int64",
    crc32c: "6 fixed32",
    slices: "7 [TensorSliceProto]",
  },
  TensorSliceProto: { extent: "1 [Extent]" },
  Extent: { start: "1 int64", length: "2 int64?" },
  SavedTensorSlices: { meta: "1 SavedTensorSliceMeta", data: "2 SavedSlice" },
  SavedTensorSliceMeta: { tensor: "1 [SavedSliceMeta]", versions: "2 VersionDef" },
  SavedSliceMeta: { name: "1 string", shape: "2 TensorShapeProto", type: "3 DataType", slice: "4 [TensorSliceProto]" },
  SavedSlice: { name: "1 string", slice: "2 TensorSliceProto", data: "3 TensorProto" },
  CheckpointState: {
    model_checkpoint_path: "1 string",
    all_model_checkpoint_paths: "2 [string]",
    all_model_checkpoint_timestamps: "3 [double]",
    last_preserved_timestamp: "4 double",
  },
} as const;
