import type { Constant, TensorType } from "../../../ir/index.ts";
import type { Tensor } from "../../../numerics/index.ts";
import type { AttrsOf, OpName } from "../../../ops/index.ts";
import type { BuiltinOperator } from "../schema/builtin-operators.ts";
import type { OptionTable } from "../schema/option-tables.ts";
import type { Table, TableDraft } from "../schema/schema.ts";

/** A tensor at an operator, as far as spelling depends on it. */
export interface Operand {
  readonly type: TensorType;
  readonly constant?: Constant;
}

export interface RuleContext {
  readonly inputs: readonly (Operand | null)[];
  readonly outputs: readonly Operand[];
}

/** Why an operator cannot be read or written this way. */
export interface Refusal {
  readonly refused: string;
}

export const refuse = (reason: string): Refusal => ({ refused: reason });

export function isRefusal(result: object): result is Refusal {
  return "refused" in result;
}

/** Options without a static type, as rules of all operators are kept together. */
export type AnyOptions = Readonly<Record<string, unknown>>;

/** How the options of a custom operator stand in bytes. */
export interface CustomOptions {
  /** Undefined when the bytes are no such options. */
  readonly decode: (bytes: Uint8Array) => AnyOptions | undefined;
  readonly encode: (options: AnyOptions) => Uint8Array;
}

/**
 * How one of our operators is spelled in TensorFlow Lite, both directions side by side. Operands are the same in the same
 * order. Fields that index subgraphs are the writer's business: they are the node's regions.
 */
export interface OperatorRule<A> {
  readonly kind: "operator";
  readonly code: BuiltinOperator;
  /** Name of a custom operator, whose code is `CUSTOM` and whose options are a FlexBuffer map unless `customOptions` says. */
  readonly custom?: string;
  readonly customOptions?: CustomOptions;
  /** Table of its options; absent where it has none, or an empty one. */
  readonly table?: OptionTable;
  /** Attributes from options; from their defaults when the file leaves them out. */
  readonly read: (options: AnyOptions, context: RuleContext) => A | Refusal;
  readonly write: (attrs: A, context: RuleContext) => AnyOptions | Refusal;
  /** Lowest version of the operator that expresses it (LiteRT `op_version.cc`). */
  readonly version: (context: RuleContext, attrs: A) => number;
  /** Operands that old files keep in the options, to be appended. */
  readonly operands?: (options: AnyOptions, context: RuleContext) => readonly Tensor[];
  /** Number of operands to write at least, absent ones as -1. */
  readonly operandCount?: number;
  /** What stands for the last operand when it is absent: kernels ask for it although it says nothing. */
  readonly absent?: (context: RuleContext) => FilledOperand | undefined;
  /** Why no kernel runs this use of the operator, although the file format can say it. */
  readonly limit?: (context: RuleContext, attrs: A) => string | undefined;
}

/** An operand that is made up, and its name after that of the node. */
export interface FilledOperand {
  readonly name: string;
  readonly type: TensorType;
  readonly constant: Constant;
}

/** The operator has no spelling, and no definition in terms of others that have one. */
export interface UnsupportedRule {
  readonly kind: "unsupported";
  readonly reason: string;
}

/** The operator is written as its definition. */
export interface DecomposeRule {
  readonly kind: "decompose";
}

export type TfliteRule<N extends OpName> = OperatorRule<AttrsOf<N>> | UnsupportedRule | DecomposeRule;

export const unsupported = (reason: string): UnsupportedRule => ({ kind: "unsupported", reason });

export const decompose: DecomposeRule = { kind: "decompose" };

/** A rule with options: `read` and `write` see the typed table. */
export function operator<A, T extends OptionTable>(rule: {
  readonly code: BuiltinOperator;
  readonly table: T;
  readonly read: (options: Table<T>, context: RuleContext) => A | Refusal;
  readonly write: (attrs: A, context: RuleContext) => TableDraft<T> | Refusal;
  readonly version?: (context: RuleContext, attrs: A) => number;
  readonly operands?: (options: Table<T>, context: RuleContext) => readonly Tensor[];
  readonly operandCount?: number;
  readonly absent?: (context: RuleContext) => FilledOperand | undefined;
  readonly limit?: (context: RuleContext, attrs: A) => string | undefined;
}): OperatorRule<A> {
  const { read, write, operands, version, ...rest } = rule;
  return {
    kind: "operator",
    ...rest,
    read: (options, context) => read(options as Table<T>, context),
    write: (attrs, context) => write(attrs, context) as AnyOptions | Refusal,
    version: version ?? (() => 1),
    ...(operands === undefined
      ? {}
      : { operands: (options: AnyOptions, context: RuleContext) => operands(options as Table<T>, context) }),
  };
}

/** A rule of a custom operator: `read` sees what its FlexBuffer map holds, `write` answers a map. */
export function custom<A>(rule: {
  readonly name: string;
  readonly read: (options: AnyOptions, context: RuleContext) => A | Refusal;
  readonly write: (attrs: A, context: RuleContext) => AnyOptions | Refusal;
}): OperatorRule<A> {
  const { name, read, write } = rule;
  return { kind: "operator", code: "CUSTOM", custom: name, read, write, version: () => 1 };
}

/** A rule of an operator whose options are empty; its attributes, if any, follow from the types of its tensors. */
export function plain<A>(
  code: BuiltinOperator,
  read: (context: RuleContext) => A | Refusal,
  version: (context: RuleContext) => number = () => 1,
  limit?: (context: RuleContext) => string | undefined,
): OperatorRule<A> {
  return {
    kind: "operator",
    code,
    read: (_, context) => read(context),
    write: () => ({}),
    version,
    ...(limit === undefined ? {} : { limit }),
  };
}
