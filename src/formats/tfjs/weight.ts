import type { ByteSource } from "../../bytes/index.ts";
import type { Constant } from "../../ir/index.ts";
import type { DType } from "../../numerics/index.ts";

/** A weight of the manifest. */
export interface TfjsWeight {
  /** Unique in the model. */
  readonly name: string;
  readonly dtype: DType;
  readonly storedAs: string;
  readonly shape: readonly number[];
  /** Row-major, little endian; strings in the stored form of string constants. */
  readonly bytes: ByteSource;
  /** The elements as they stand in the file. */
  readonly stored: Constant;
  /** What quantized elements stand for. */
  readonly value?: Constant;
}
