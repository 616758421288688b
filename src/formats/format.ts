import type { ByteSource } from "../bytes/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import type { GraphView, Model, Node } from "../ir/index.ts";
import type { DType } from "../numerics/index.ts";

/** A file or folder to be read: its bytes, and the files that may lie beside or in it. */
export interface FormatInput {
  /** File or folder name as the user gave it. */
  readonly name: string;
  /** Absent for a folder. */
  readonly bytes: ByteSource | undefined;
  /** A file by path relative to the folder (or to the folder the file lies in). Never leaves that folder. */
  sibling(path: string): Promise<ByteSource | undefined>;
  /** Paths of the files in the folder, relative; empty for a file. */
  list(): Promise<readonly string[]>;
}

/** A model as far as it could be read, and everything that was noticed. Without a model one diagnostic is an error. */
export interface ReadResult {
  readonly model?: Model;
  readonly diagnostics: readonly Diagnostic[];
}

/** Files to be written; without them one diagnostic is an error. The first is the main one. */
export interface WriteResult {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A node can be written as it is, must first be replaced by its definition, or cannot be written, and why. */
export type Spelling = "direct" | "decompose" | { readonly unsupported: string };

/**
 * One file format: how to recognise, read and write it. Formats know the IR and the operators, never each other, a pass or
 * the file system. `ReadOptions` and `WriteOptions` are what the format alone understands.
 */
export interface Format<ReadOptions, WriteOptions> {
  readonly id: string;
  readonly title: string;
  /** Usual file name endings, with the dot. Content decides, endings only break ties. */
  readonly extensions: readonly string[];
  /** Whether the content is of this format, judged by as few bytes as possible. */
  sniff(input: FormatInput): Promise<boolean>;
  /** Never throws on bad content: damage is a diagnostic. */
  readonly read?: (input: FormatInput, options: ReadOptions) => Promise<ReadResult>;
  readonly write?: (model: Model, name: string, options: WriteOptions) => WriteResult;
  /** How the format spells a node: what lowering must rewrite before `write`. */
  readonly spelling?: (node: Node, graph: Pick<GraphView, "value">) => Spelling;
  /**
   * The model rewritten for what the options ask of runtimes, such as older ones; for callers that account for weights
   * between this and `write`, which does the same to a model that was not prepared.
   */
  readonly prepare?: (
    model: Model,
    options: WriteOptions,
  ) => { readonly model: Model; readonly diagnostics: readonly Diagnostic[] };
  /** Floating-point types that the format's runtimes compute in. */
  readonly floats?: readonly DType[];
}
