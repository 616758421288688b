export { type Sibling, shardName } from "./bundle.ts";
export type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
export { CKP_E008 } from "./codes.ts";
export {
  baseName,
  type CheckpointFiles,
  dataPrefix,
  findCheckpoint,
  locateCheckpoint,
  sniffCheckpoint,
} from "./locate.ts";
export { openCheckpoint } from "./open.ts";
export type { Extent } from "./slice-key.ts";
export { isCheckpointState } from "./state.ts";
export { type CheckpointWeights, checkpointWeights, weightsOnlyModel } from "./weights.ts";
