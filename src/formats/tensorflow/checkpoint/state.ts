import { type ByteSource, parseTextMessage } from "../../../bytes/index.ts";
import { tensorflowSchema } from "../schema/index.ts";

/** Longest state file that is read: 100,000 paths. */
const mostBytes = 2 ** 24;

/** Whether a file is the text that names a folder's checkpoints: `checkpoint`. */
export function isCheckpointState(file: ByteSource): boolean {
  if (file.size === 0 || file.size > mostBytes) return false;
  const start = new TextDecoder("utf-8").decode(file.read(0, Math.min(file.size, 256)));
  return /^(\s|#.*\n)*(all_)?model_checkpoint_paths?\s*:/.test(start);
}

/** Checkpoints that a state file names, the one to be used first, then the newest. Throws `PBF-E004`. */
export function readCheckpointState(file: ByteSource): readonly string[] {
  const state = parseTextMessage(tensorflowSchema, "CheckpointState", file);
  const paths = [state.model_checkpoint_path, ...[...state.all_model_checkpoint_paths].reverse()];
  return [...new Set(paths.filter((path) => path !== ""))];
}
