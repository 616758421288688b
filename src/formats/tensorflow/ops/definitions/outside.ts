/** Operators that need what a model file does not hold, or that no runtime of vision models has: TensorFlow's registry by `interop/make_tensorflow_operators.py`. */
export const outsideDefinitions = {
  AnonymousIterator: "-> handle:DT_RESOURCE | output_types output_shapes",
  AnonymousIteratorV2: "-> handle:DT_RESOURCE deleter:DT_VARIANT | output_types output_shapes",
  AnonymousIteratorV3: "-> handle:DT_RESOURCE | output_types output_shapes",
  AsString: "input -> output:DT_STRING | T precision=-1 scientific=false shortest=false width=-1 fill=",
  AudioSummary: "tag tensor -> summary:DT_STRING | sample_rate max_outputs=3",
  AudioSummaryV2: "tag tensor sample_rate -> summary:DT_STRING | max_outputs=3",
  Barrier: "-> handle:DT_STRING | component_types shapes=[] capacity=-1 container= shared_name=",
  BatchDataset: "input_dataset batch_size -> handle:DT_VARIANT | output_types output_shapes metadata=",
  BatchDatasetV2:
    "input_dataset batch_size drop_remainder -> handle:DT_VARIANT | parallel_copy=false output_types output_shapes metadata=",
  BlockLSTM:
    "seq_len_max x cs_prev h_prev w wci wcf wco b -> i:T cs:T f:T o:T ci:T co:T h:T | forget_bias=1.0 cell_clip=3.0 use_peephole=false T",
  BlockLSTMV2:
    "seq_len_max x cs_prev h_prev w wci wcf wco b -> i:T cs:T f:T o:T ci:T co:T h:T | cell_clip=0.0 use_peephole=false T",
  CTCBeamSearchDecoder:
    "inputs sequence_length -> decoded_indices*top_paths:DT_INT64 decoded_values*top_paths:DT_INT64 decoded_shape*top_paths:DT_INT64 log_probability:T | beam_width top_paths merge_repeated=true T=DT_FLOAT",
  CTCGreedyDecoder:
    "inputs sequence_length -> decoded_indices:DT_INT64 decoded_values:DT_INT64 decoded_shape:DT_INT64 log_probability:T | merge_repeated=false blank_index=-1 T=DT_FLOAT",
  CTCLoss:
    "inputs labels_indices labels_values sequence_length -> loss:T gradient:T | preprocess_collapse_repeated=false ctc_merge_repeated=true ignore_longer_outputs_than_inputs=false T=DT_FLOAT",
  Cholesky: "input -> output:T | T",
  CloseSummaryWriter: "writer ->",
  CreateSummaryFileWriter: "writer logdir max_queue flush_millis filename_suffix ->",
  CudnnRNN:
    "input input_h input_c params -> output:T output_h:T output_c:T reserve_space:T | T rnn_mode=lstm input_mode=linear_input direction=unidirectional dropout=0.0 seed=0 seed2=0 is_training=true",
  CudnnRNNV2:
    "input input_h input_c params -> output:T output_h:T output_c:T reserve_space:T host_reserved:DT_INT8 | T rnn_mode=lstm input_mode=linear_input direction=unidirectional dropout=0.0 seed=0 seed2=0 is_training=true",
  CudnnRNNV3:
    "input input_h input_c params sequence_lengths -> output:T output_h:T output_c:T reserve_space:T host_reserved:DT_INT8 | T rnn_mode=lstm input_mode=linear_input direction=unidirectional dropout=0.0 seed=0 seed2=0 num_proj=0 is_training=true time_major=true",
  DecodeBase64: "input -> output:DT_STRING",
  DecodeCSV:
    "records record_defaults*OUT_TYPE -> output*OUT_TYPE | OUT_TYPE field_delim=, use_quote_delim=true na_value= select_cols=[]",
  DecodeCompressed: "bytes -> output:DT_STRING | compression_type=",
  DecodePaddedRaw: "input_bytes fixed_length -> output:out_type | out_type little_endian=true",
  DecodeRaw: "bytes -> output:out_type | out_type little_endian=true",
  EagerPyFunc: "input*Tin -> output*Tout | token is_async=false Tin Tout",
  EditDistance:
    "hypothesis_indices hypothesis_values hypothesis_shape truth_indices truth_values truth_shape -> output:DT_FLOAT | normalize=true T",
  EncodeBase64: "input -> output:DT_STRING | pad=false",
  FIFOQueue: "-> handle:DT_STRING | component_types shapes=[] capacity=-1 container= shared_name=",
  FIFOQueueV2: "-> handle:DT_RESOURCE | component_types shapes=[] capacity=-1 container= shared_name=",
  FixedLengthRecordReaderV2:
    "-> reader_handle:DT_RESOURCE | header_bytes=0 record_bytes footer_bytes=0 hop_bytes=0 container= shared_name= encoding=",
  FlushSummaryWriter: "writer ->",
  GRUBlockCell: "x h_prev w_ru w_c b_ru b_c -> r:T u:T c:T h:T | T",
  HashTable: "-> table_handle:DT_STRING | container= shared_name= use_node_name_sharing=false key_dtype value_dtype",
  HashTableV2:
    "-> table_handle:DT_RESOURCE | container= shared_name= use_node_name_sharing=false key_dtype value_dtype",
  HistogramSummary: "tag values -> summary:DT_STRING | T=DT_FLOAT",
  IdentityReaderV2: "-> reader_handle:DT_RESOURCE | container= shared_name=",
  ImageSummary: "tag tensor -> summary:DT_STRING | max_images=3 T=DT_FLOAT bad_color=",
  InitializeTable: "table_handle keys values -> | Tkey Tval",
  InitializeTableFromTextFile: "table_handle filename -> | key_index value_index vocab_size=-1 delimiter= offset=0",
  InitializeTableFromTextFileV2: "table_handle filename -> | key_index value_index vocab_size=-1 delimiter= offset=0",
  InitializeTableV2: "table_handle keys values -> | Tkey Tval",
  Iterator: "-> handle:DT_RESOURCE | shared_name container output_types output_shapes",
  IteratorFromStringHandle: "string_handle -> resource_handle:DT_RESOURCE | output_types=[] output_shapes=[]",
  IteratorFromStringHandleV2: "string_handle -> resource_handle:DT_RESOURCE | output_types=[] output_shapes=[]",
  IteratorGetNext: "iterator -> components*output_types | output_types output_shapes",
  IteratorGetNextAsOptional: "iterator -> optional:DT_VARIANT | output_types output_shapes",
  IteratorGetNextSync: "iterator -> components*output_types | output_types output_shapes",
  IteratorToStringHandle: "resource_handle -> string_handle:DT_STRING",
  IteratorV2: "-> handle:DT_RESOURCE | shared_name container output_types output_shapes",
  LSTMBlockCell:
    "x cs_prev h_prev w wci wcf wco b -> i:T cs:T f:T o:T ci:T co:T h:T | forget_bias=1.0 cell_clip=3.0 use_peephole=false T",
  LookupTableExportV2: "table_handle -> keys:Tkeys values:Tvalues | Tkeys Tvalues",
  LookupTableFind: "table_handle keys default_value -> values:Tout | Tin Tout",
  LookupTableFindV2: "table_handle keys default_value -> values:Tout | Tin Tout",
  LookupTableImportV2: "table_handle keys values -> | Tin Tout",
  LookupTableInsertV2: "table_handle keys values -> | Tin Tout",
  LookupTableSize: "table_handle -> size:DT_INT64",
  LookupTableSizeV2: "table_handle -> size:DT_INT64",
  MakeIterator: "dataset iterator ->",
  MapDataset:
    "input_dataset other_arguments*Targuments -> handle:DT_VARIANT | f Targuments output_types output_shapes use_inter_op_parallelism=true preserve_cardinality=false force_synchronous=false metadata=",
  MatchingFiles: "pattern -> filenames:DT_STRING",
  MatrixDeterminant: "input -> output:T | T",
  MatrixInverse: "input -> output:T | adjoint=false T",
  MatrixSolve: "matrix rhs -> output:T | adjoint=false T",
  MatrixTriangularSolve: "matrix rhs -> output:T | lower=true adjoint=false T",
  MergeSummary: "inputs*N -> summary:DT_STRING | N",
  MergeV2Checkpoints: "checkpoint_prefixes destination_prefix -> | delete_old_dirs=true allow_missing_files=false",
  MlirPassthroughOp: "inputs*Tinputs -> outputs*Toutputs | mlir_module Tinputs Toutputs",
  ModelDataset: "input_dataset -> handle:DT_VARIANT | algorithm=0 cpu_budget=0 ram_budget=0 output_types output_shapes",
  MutableDenseHashTableV2:
    "empty_key deleted_key -> table_handle:DT_RESOURCE | container= shared_name= use_node_name_sharing=false key_dtype value_dtype value_shape=[] initial_num_buckets=131072 max_load_factor=0.800000012",
  MutableHashTable:
    "-> table_handle:DT_STRING | container= shared_name= use_node_name_sharing=false key_dtype value_dtype",
  MutableHashTableV2:
    "-> table_handle:DT_RESOURCE | container= shared_name= use_node_name_sharing=false key_dtype value_dtype",
  OneShotIterator: "-> handle:DT_RESOURCE | dataset_factory output_types output_shapes container= shared_name=",
  OptimizeDatasetV2:
    "input_dataset optimizations_enabled optimizations_disabled optimizations_default -> handle:DT_VARIANT | output_types output_shapes optimization_configs=[]",
  PaddingFIFOQueueV2: "-> handle:DT_RESOURCE | component_types shapes=[] capacity=-1 container= shared_name=",
  ParallelMapDataset:
    "input_dataset other_arguments*Targuments num_parallel_calls -> handle:DT_VARIANT | f Targuments output_types output_shapes use_inter_op_parallelism=true sloppy=false preserve_cardinality=false metadata=",
  ParallelMapDatasetV2:
    "input_dataset other_arguments*Targuments num_parallel_calls -> handle:DT_VARIANT | f Targuments output_types output_shapes use_inter_op_parallelism=true deterministic=default preserve_cardinality=false use_unbounded_threadpool=false metadata=",
  ParseExample:
    "serialized names sparse_keys*Nsparse dense_keys*Ndense dense_defaults*Tdense -> sparse_indices*Nsparse:DT_INT64 sparse_values*sparse_types sparse_shapes*Nsparse:DT_INT64 dense_values*Tdense | Nsparse Ndense sparse_types Tdense dense_shapes",
  ParseExampleV2:
    "serialized names sparse_keys dense_keys ragged_keys dense_defaults*Tdense -> sparse_indices*num_sparse:DT_INT64 sparse_values*sparse_types sparse_shapes*num_sparse:DT_INT64 dense_values*Tdense ragged_values*ragged_value_types ragged_row_splits*ragged_split_types | Tdense num_sparse sparse_types ragged_value_types ragged_split_types dense_shapes",
  ParseSequenceExample:
    "serialized debug_name context_dense_defaults*Tcontext_dense -> context_sparse_indices*Ncontext_sparse:DT_INT64 context_sparse_values*context_sparse_types context_sparse_shapes*Ncontext_sparse:DT_INT64 context_dense_values*Tcontext_dense feature_list_sparse_indices*Nfeature_list_sparse:DT_INT64 feature_list_sparse_values*feature_list_sparse_types feature_list_sparse_shapes*Nfeature_list_sparse:DT_INT64 feature_list_dense_values*feature_list_dense_types feature_list_dense_lengths*Nfeature_list_dense:DT_INT64 | feature_list_dense_missing_assumed_empty context_sparse_keys context_dense_keys feature_list_sparse_keys feature_list_dense_keys Ncontext_sparse=0 Ncontext_dense=0 Nfeature_list_sparse=0 Nfeature_list_dense=0 context_sparse_types=[] Tcontext_dense=[] feature_list_dense_types=[] context_dense_shapes=[] feature_list_sparse_types=[] feature_list_dense_shapes=[]",
  ParseSequenceExampleV2:
    "serialized debug_name context_sparse_keys context_dense_keys context_ragged_keys feature_list_sparse_keys feature_list_dense_keys feature_list_ragged_keys feature_list_dense_missing_assumed_empty context_dense_defaults*Tcontext_dense -> context_sparse_indices*Ncontext_sparse:DT_INT64 context_sparse_values*context_sparse_types context_sparse_shapes*Ncontext_sparse:DT_INT64 context_dense_values*Tcontext_dense context_ragged_values*context_ragged_value_types context_ragged_row_splits*context_ragged_split_types feature_list_sparse_indices*Nfeature_list_sparse:DT_INT64 feature_list_sparse_values*feature_list_sparse_types feature_list_sparse_shapes*Nfeature_list_sparse:DT_INT64 feature_list_dense_values*feature_list_dense_types feature_list_dense_lengths*Nfeature_list_dense:DT_INT64 feature_list_ragged_values*feature_list_ragged_value_types feature_list_ragged_outer_splits*feature_list_ragged_split_types feature_list_ragged_inner_splits*feature_list_ragged_split_types | Ncontext_sparse=0 Tcontext_dense=[] context_sparse_types=[] context_ragged_value_types=[] context_ragged_split_types=[] context_dense_shapes=[] Nfeature_list_sparse=0 Nfeature_list_dense=0 feature_list_dense_types=[] feature_list_sparse_types=[] feature_list_ragged_value_types=[] feature_list_ragged_split_types=[] feature_list_dense_shapes=[]",
  ParseSingleExample:
    "serialized dense_defaults*Tdense -> sparse_indices*num_sparse:DT_INT64 sparse_values*sparse_types sparse_shapes*num_sparse:DT_INT64 dense_values*Tdense | num_sparse sparse_keys dense_keys sparse_types Tdense dense_shapes",
  ParseTensor: "serialized -> output:out_type | out_type",
  PrefetchDataset:
    "input_dataset buffer_size -> handle:DT_VARIANT | output_types output_shapes slack_period=0 legacy_autotune=true buffer_size_min=0 metadata=",
  PyFunc: "input*Tin -> output*Tout | token Tin Tout",
  PyFuncStateless: "input*Tin -> output*Tout | token Tin Tout",
  Qr: "input -> q:T r:T | full_matrices=false T",
  QueueClose: "handle -> | cancel_pending_enqueues=false",
  QueueCloseV2: "handle -> | cancel_pending_enqueues=false",
  QueueDequeue: "handle -> components*component_types | component_types timeout_ms=-1",
  QueueDequeueMany: "handle n -> components*component_types | component_types timeout_ms=-1",
  QueueDequeueManyV2: "handle n -> components*component_types | component_types timeout_ms=-1",
  QueueDequeueUpTo: "handle n -> components*component_types | component_types timeout_ms=-1",
  QueueDequeueUpToV2: "handle n -> components*component_types | component_types timeout_ms=-1",
  QueueDequeueV2: "handle -> components*component_types | component_types timeout_ms=-1",
  QueueEnqueue: "handle components*Tcomponents -> | Tcomponents timeout_ms=-1",
  QueueEnqueueMany: "handle components*Tcomponents -> | Tcomponents timeout_ms=-1",
  QueueEnqueueManyV2: "handle components*Tcomponents -> | Tcomponents timeout_ms=-1",
  QueueEnqueueV2: "handle components*Tcomponents -> | Tcomponents timeout_ms=-1",
  QueueSize: "handle -> size:DT_INT32",
  QueueSizeV2: "handle -> size:DT_INT32",
  RaggedRange: "starts limits deltas -> rt_nested_splits:Tsplits rt_dense_values:T | T=DT_INT32 Tsplits=DT_INT64",
  RaggedTensorFromVariant:
    "encoded_ragged -> output_nested_splits*output_ragged_rank:Tsplits output_dense_values:Tvalues | input_ragged_rank output_ragged_rank Tvalues Tsplits=DT_INT64",
  RaggedTensorToSparse:
    "rt_nested_splits*RAGGED_RANK rt_dense_values -> sparse_indices:DT_INT64 sparse_values:T sparse_dense_shape:DT_INT64 | RAGGED_RANK T Tsplits=DT_INT64",
  RaggedTensorToTensor:
    "shape values default_value row_partition_tensors*num_row_partition_tensors -> result:T | T Tindex Tshape num_row_partition_tensors row_partition_types",
  RaggedTensorToVariant:
    "rt_nested_splits*RAGGED_RANK rt_dense_values -> encoded_ragged:DT_VARIANT | RAGGED_RANK Tvalues Tsplits=DT_INT64 batched_input",
  RandomShuffleQueue:
    "-> handle:DT_STRING | component_types shapes=[] capacity=-1 min_after_dequeue=0 seed=0 seed2=0 container= shared_name=",
  RandomShuffleQueueV2:
    "-> handle:DT_RESOURCE | component_types shapes=[] capacity=-1 min_after_dequeue=0 seed=0 seed2=0 container= shared_name=",
  RangeDataset: "start stop step -> handle:DT_VARIANT | output_types output_shapes metadata= replicate_on_split=false",
  ReadFile: "filename -> contents:DT_STRING",
  ReadVariableXlaSplitND: "resource -> outputs*N:T | T N num_splits paddings=[]",
  ReaderRead: "reader_handle queue_handle -> key:DT_STRING value:DT_STRING",
  ReaderReadUpToV2: "reader_handle queue_handle num_records -> keys:DT_STRING values:DT_STRING",
  ReaderReadV2: "reader_handle queue_handle -> key:DT_STRING value:DT_STRING",
  ReduceJoin: "inputs reduction_indices -> output:DT_STRING | keep_dims=false separator=",
  RegexReplace: "input pattern rewrite -> output:DT_STRING | replace_global=true",
  RepeatDataset: "input_dataset count -> handle:DT_VARIANT | output_types output_shapes metadata=",
  Restore: "file_pattern tensor_name -> tensor:dt | dt preferred_shard=-1",
  RestoreSlice: "file_pattern tensor_name shape_and_slice -> tensor:dt | dt preferred_shard=-1",
  RestoreV2: "prefix tensor_names shape_and_slices -> tensors*dtypes | dtypes",
  Save: "filename tensor_names data*T -> | T",
  SaveSlices: "filename tensor_names shapes_and_slices data*T -> | T",
  SaveV2: "prefix tensor_names shape_and_slices tensors*dtypes -> | dtypes",
  ScalarSummary: "tags values -> summary:DT_STRING | T",
  SelfAdjointEigV2: "input -> e:T v:T | compute_v=true T",
  SerializeTensor: "tensor -> serialized:DT_STRING | T",
  ShardedFilename: "basename shard num_shards -> filename:DT_STRING",
  ShardedFilespec: "basename num_shards -> filename:DT_STRING",
  ShuffleDataset:
    "input_dataset buffer_size seed seed2 -> handle:DT_VARIANT | reshuffle_each_iteration=true output_types output_shapes metadata=",
  ShuffleDatasetV3:
    "input_dataset buffer_size seed seed2 seed_generator -> handle:DT_VARIANT | reshuffle_each_iteration=true output_types output_shapes metadata=",
  SkipDataset: "input_dataset count -> handle:DT_VARIANT | output_types output_shapes metadata=",
  SparseConcat:
    "indices*N values*N shapes*N -> output_indices:DT_INT64 output_values:T output_shape:DT_INT64 | concat_dim N T",
  SparseFillEmptyRows:
    "indices values dense_shape default_value -> output_indices:DT_INT64 output_values:T empty_row_indicator:DT_BOOL reverse_index_map:DT_INT64 | T",
  SparseReduceSum: "input_indices input_values input_shape reduction_axes -> output:T | keep_dims=false T",
  SparseReorder: "input_indices input_values input_shape -> output_indices:DT_INT64 output_values:T | T",
  SparseReshape: "input_indices input_shape new_shape -> output_indices:DT_INT64 output_shape:DT_INT64",
  SparseSegmentMean:
    "data indices segment_ids -> output:T | T Tidx=DT_INT32 Tsegmentids=DT_INT32 sparse_gradient=false",
  SparseSegmentSqrtN:
    "data indices segment_ids -> output:T | T Tidx=DT_INT32 Tsegmentids=DT_INT32 sparse_gradient=false",
  SparseSegmentSum: "data indices segment_ids -> output:T | T Tidx=DT_INT32 Tsegmentids=DT_INT32 sparse_gradient=false",
  SparseSlice: "indices values shape start size -> output_indices:DT_INT64 output_values:T output_shape:DT_INT64 | T",
  SparseSoftmax: "sp_indices sp_values sp_shape -> output:T | T",
  SparseTensorDenseMatMul:
    "a_indices a_values a_shape b -> product:T | T Tindices=DT_INT64 adjoint_a=false adjoint_b=false",
  Stage: "values*dtypes -> | capacity=0 memory_limit=0 dtypes container= shared_name=",
  StaticRegexFullMatch: "input -> output:DT_BOOL | pattern",
  StaticRegexReplace: "input -> output:DT_STRING | pattern rewrite replace_global=true",
  StringFormat: "inputs*T -> output:DT_STRING | T template=%s placeholder=%s summarize=3",
  StringJoin: "inputs*N -> output:DT_STRING | N separator=",
  StringLower: "input -> output:DT_STRING | encoding=",
  StringSplit: "input delimiter -> indices:DT_INT64 values:DT_STRING shape:DT_INT64 | skip_empty=true",
  StringSplitV2: "input sep -> indices:DT_INT64 values:DT_STRING shape:DT_INT64 | maxsplit=-1",
  StringStrip: "input -> output:DT_STRING",
  StringToHashBucket: "string_tensor -> output:DT_INT64 | num_buckets",
  StringToHashBucketFast: "input -> output:DT_INT64 | num_buckets",
  StringToHashBucketStrong: "input -> output:DT_INT64 | num_buckets key",
  StringToNumber: "string_tensor -> output:out_type | out_type=DT_FLOAT",
  StringUpper: "input -> output:DT_STRING | encoding=",
  Substr: "input pos len -> output:DT_STRING | T unit=BYTE",
  SummaryWriter: "-> writer:DT_RESOURCE | shared_name= container=",
  Svd: "input -> s:T u:T v:T | compute_uv=true full_matrices=false T",
  TFRecordReader: "-> reader_handle:DT_STRING | container= shared_name= compression_type=",
  TFRecordReaderV2: "-> reader_handle:DT_RESOURCE | container= shared_name= compression_type=",
  TakeDataset: "input_dataset count -> handle:DT_VARIANT | output_types output_shapes metadata=",
  TensorDataset: "components*Toutput_types -> handle:DT_VARIANT | Toutput_types output_shapes metadata=",
  TensorSliceDataset:
    "components*Toutput_types -> handle:DT_VARIANT | Toutput_types output_shapes is_files=false metadata= replicate_on_split=false",
  TensorSummary: "tensor -> summary:DT_STRING | T description= labels=[] display_name=",
  TensorSummaryV2: "tag tensor serialized_summary_metadata -> summary:DT_STRING | T",
  TextLineReaderV2: "-> reader_handle:DT_RESOURCE | skip_header_lines=0 container= shared_name=",
  Timestamp: "-> ts:DT_DOUBLE",
  UnicodeDecode:
    "input -> row_splits:Tsplits char_values:DT_INT32 | input_encoding errors=replace replacement_char=65533 replace_control_characters=false Tsplits=DT_INT64",
  UnicodeEncode:
    "input_values input_splits -> output:DT_STRING | errors=replace output_encoding replacement_char=65533 Tsplits=DT_INT64",
  Unstage: "-> values*dtypes | capacity=0 memory_limit=0 dtypes container= shared_name=",
  WholeFileReader: "-> reader_handle:DT_STRING | container= shared_name=",
  WholeFileReaderV2: "-> reader_handle:DT_RESOURCE | container= shared_name=",
  WriteFile: "filename contents ->",
  WriteHistogramSummary: "writer step tag values -> | T=DT_FLOAT",
  WriteImageSummary: "writer step tag tensor bad_color -> | max_images=3 T=DT_FLOAT",
  WriteScalarSummary: "writer step tag value -> | T",
  WriteSummary: "writer step tensor tag summary_metadata -> | T",
  XlaCallModule:
    "args*Tin -> output*Tout | version module Sout Tout Tin dim_args_spec=[] platforms=[] function_list=[] has_token_input_output=false disabled_checks=[] use_shardy_partitioner=false",
  XlaLaunch:
    "constants*Tconstants args*Targs resources*Nresources -> results*Tresults | Tconstants Targs Nresources Tresults function",
  ZipDataset: "input_datasets*N -> handle:DT_VARIANT | output_types output_shapes N metadata=",
} as const;
