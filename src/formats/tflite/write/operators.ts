import { encodeFlexBuffer, type PlainValue } from "../../../bytes/index.ts";
import { type Collector, fail } from "../../../diagnostics/index.ts";
import type { GraphId, Node, ValueId } from "../../../ir/index.ts";
import { findOp } from "../../../ops/index.ts";
import { TFL_E010, TFL_E011, TFL_W006 } from "../codes.ts";
import { findRule } from "../ops/index.ts";
import { decidingOperand, hasKernel } from "../ops/kernel-types.ts";
import { type AnyOptions, type FilledOperand, isRefusal, type OperatorRule, type RuleContext } from "../ops/rule.ts";
import { formatVersion, isNewer, newestRuntime, type RuntimeVersion, runtimeOf } from "../runtime-versions.ts";
import { type BuiltinOperator, builtinOperators, customCode, placeholderCode } from "../schema/builtin-operators.ts";
import { graphFields } from "../schema/graph-fields.ts";
import type { OptionTable } from "../schema/option-tables.ts";
import type { TableDraft } from "../schema/schema.ts";
import { unions } from "../schema/unions.ts";
import { spelling } from "../spelling.ts";
import { type GraphPlan, rawNode, writtenInputs } from "./plan.ts";

/** Operator codes of a file: one for each operator in each version. */
export interface CodeList {
  add(op: string, isCustom: boolean, version: number): number;
  readonly all: readonly TableDraft<"OperatorCode">[];
  /** The newest runtime that some operator needs; undefined without operators whose history is known. */
  readonly runtime: RuntimeVersion | undefined;
}

export function createCodeList(): CodeList {
  const all: TableDraft<"OperatorCode">[] = [];
  const known = new Map<string, number>();
  let runtime: RuntimeVersion | undefined;
  return {
    all,
    get runtime() {
      return runtime;
    },
    add(op, isCustom, version) {
      const key = `${isCustom}:${version}:${op}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const code = isCustom ? customCode : builtinOperators.indexOf(op as BuiltinOperator);
      const needed = isCustom ? undefined : runtimeOf(op as BuiltinOperator, version);
      if (needed !== undefined) runtime = runtime === undefined ? needed : newestRuntime(runtime, needed);
      all.push({
        deprecated_builtin_code: Math.min(code, placeholderCode),
        builtin_code: code,
        version,
        ...(isCustom ? { custom_code: op } : {}),
      });
      known.set(key, all.length - 1);
      return all.length - 1;
    },
  };
}

export interface OperatorWriter {
  readonly plan: GraphPlan;
  readonly codes: CodeList;
  readonly report: Collector;
  readonly target: RuntimeVersion | undefined;
  subgraph(graph: GraphId): number;
  /** Index of a tensor that no value of the graph stands for. */
  addTensor(operand: FilledOperand): number;
}

/** How a node is spelled: operator, version, options. */
interface Spelled {
  readonly op: string;
  readonly isCustom: boolean;
  readonly version: number;
  readonly table?: OptionTable;
  readonly options?: AnyOptions;
  readonly customOptions?: Uint8Array;
}

/** The operator of a node. Throws `TFL-E010` or `TFL-E011` when it has none. */
export function writeOperator(node: Node, writer: OperatorWriter): TableDraft<"Operator"> {
  const { plan } = writer;
  const spelled = node.op === "opaque" ? spellOpaque(node, writer) : spellKnown(node, writer);
  const { op, isCustom, version, table, options, customOptions } = spelled;
  const index = (id: ValueId | null): number => (id === null ? -1 : plan.tensor(id));
  const raw = rawNode(node);
  const bytes = customOptions ?? raw.custom_options;
  return {
    opcode_index: writer.codes.add(op, isCustom, version),
    inputs: spelledInputs(node, version, writer),
    outputs: node.outputs.map(index),
    ...(table === undefined ? {} : optionsUnion(table, { ...options, ...regionFields(table, node, writer) })),
    ...(bytes === undefined || bytes.length === 0 ? {} : { custom_options: bytes }),
    ...(raw.intermediates === undefined ? {} : { intermediates: raw.intermediates.map(index) }),
    ...(raw.mutating_variable_inputs === undefined ? {} : { mutating_variable_inputs: raw.mutating_variable_inputs }),
    ...(raw.debug_metadata_index === undefined ? {} : { debug_metadata_index: raw.debug_metadata_index }),
  };
}

const isAsRead = (node: Node): boolean => node.source?.format === "tflite";

/**
 * Operands as a new node gives them: those at the end that are absent are left out, because old kernels do not know -1,
 * unless the operator asks for them. Nodes as they were read keep theirs.
 */
function spelledInputs(node: Node, version: number, writer: OperatorWriter): readonly number[] {
  const inputs = writtenInputs(node);
  const index = (id: ValueId | null): number => (id === null ? -1 : writer.plan.tensor(id));
  if (isAsRead(node) && version === node.source?.version) return inputs.map(index);
  const kept = inputs.slice(0, inputs.findLastIndex((id) => id !== null) + 1).map(index);
  const rule = findRule(node.op);
  if (rule?.kind !== "operator") return kept;
  const slots = findOp(node.op)?.inputs.length ?? 0;
  const filled = kept.length === slots - 1 ? rule.absent?.(contextOf(node, writer.plan)) : undefined;
  if (filled !== undefined) return [...kept, writer.addTensor({ ...filled, name: `${node.name}/${filled.name}` })];
  return [...kept, ...new Array<number>(Math.max(0, (rule.operandCount ?? 0) - kept.length)).fill(-1)];
}

function spellOpaque(node: Node, writer: OperatorWriter): Spelled {
  refuseUnspelled(node, writer);
  const { op, table, options, customOptions } = node.attrs;
  const version = node.source?.version ?? 1;
  const isCustom = customOptions instanceof Uint8Array;
  if (!isCustom) checkTarget(node, op as BuiltinOperator, version, writer);
  return {
    op: op as string,
    isCustom,
    version,
    ...(table === undefined ? {} : { table: table as OptionTable, options: (options ?? {}) as AnyOptions }),
    ...(isCustom ? { customOptions } : {}),
  };
}

function spellKnown(node: Node, writer: OperatorWriter): Spelled {
  refuseUnspelled(node, writer);
  const rule = findRule(node.op) as OperatorRule<unknown>;
  const context = contextOf(node, writer.plan);
  const lowest = rule.version(context, node.attrs);
  const readAs = asRead(node, rule);
  if (isAsRead(node) && !isTooNew(readAs.code, node.source?.version ?? 1, writer.target)) {
    const { table, options } = rawNode(node);
    const spelled = table === undefined ? {} : { table: table as OptionTable, options: options ?? {} };
    return { ...operatorOf(readAs), version: node.source?.version ?? 1, ...spelled };
  }
  checkTarget(node, rule.code, lowest, writer);
  const options = rule.write(node.attrs, context);
  if (isRefusal(options)) return fail(TFL_E010, whereOf(node, writer), { reason: options.refused });
  if (!isAsRead(node)) reportKernel(node, rule, context, writer);
  if (rule.custom !== undefined) {
    const customOptions = rule.customOptions?.encode(options) ?? encodeFlexBuffer(options as PlainValue);
    return { ...operatorOf(rule), version: lowest, customOptions };
  }
  const spelled = rule.table === undefined ? {} : { table: rule.table, options };
  return { ...operatorOf(rule), version: lowest, ...spelled };
}

/** The operator that a node was read from, which may be another than the one that it would be written as. */
function asRead({ source }: Node, rule: OperatorRule<unknown>): Pick<OperatorRule<unknown>, "code" | "custom"> {
  const op = source?.op;
  const isBuiltin = op !== undefined && (builtinOperators as readonly string[]).includes(op);
  return rule.custom === undefined && isBuiltin ? { code: op as BuiltinOperator } : rule;
}

const operatorOf = ({ code, custom }: Pick<OperatorRule<unknown>, "code" | "custom">) => ({
  op: custom ?? code,
  isCustom: custom !== undefined,
});

function refuseUnspelled(node: Node, writer: OperatorWriter): void {
  const found = spelling(node, { value: (id) => writer.plan.graph.values[id] });
  if (found === "direct") return;
  const reason = found === "decompose" ? "it is a composite that must be written as its definition" : found.unsupported;
  fail(TFL_E010, whereOf(node, writer), { reason });
}

function isTooNew(op: BuiltinOperator, version: number, target: RuntimeVersion | undefined): boolean {
  const needs = runtimeOf(op, version);
  return target !== undefined && needs !== undefined && isNewer(needs, target);
}

function checkTarget(node: Node, op: BuiltinOperator, version: number, writer: OperatorWriter): void {
  if (writer.target === undefined || !isTooNew(op, version, writer.target)) return;
  const needs = formatVersion(runtimeOf(op, version) ?? writer.target);
  fail(TFL_E011, whereOf(node, writer), { operator: op, version, needs, target: formatVersion(writer.target) });
}

/** Quantized operands are the quantizer's business: their kernels ask for certain scales too. */
function reportKernel(node: Node, rule: OperatorRule<unknown>, context: RuleContext, writer: OperatorWriter): void {
  const type = context.inputs[decidingOperand(rule.code)]?.type;
  const plainType = type === undefined || type.quantization !== undefined ? undefined : type.dtype;
  const uses = [
    plainType === undefined || hasKernel(rule.code, plainType) ? undefined : plainType,
    rule.limit?.(context, node.attrs),
  ];
  for (const use of uses) {
    if (use !== undefined) writer.report.report(TFL_W006, whereOf(node, writer), { operator: rule.code, use });
  }
}

const whereOf = (node: Node, { plan }: OperatorWriter) => ({
  graph: plan.graph.name,
  node: node.name,
  op: node.op === "opaque" ? String(node.attrs["op"]) : node.op,
});

function contextOf(node: Node, plan: GraphPlan): RuleContext {
  const { values } = plan.graph;
  return {
    inputs: node.inputs.map((id) => (id === null ? null : (values[id] ?? null))),
    outputs: node.outputs.flatMap((id) => values[id] ?? []),
  };
}

/** The fields of a table that name subgraphs, from the node's regions. */
function regionFields(table: OptionTable, node: Node, writer: OperatorWriter): AnyOptions {
  const regions = node.regions.map((region) => writer.subgraph(region));
  let next = 0;
  return Object.fromEntries(
    graphFields(table).flatMap(({ name, list }): [string, unknown][] => {
      if (list) return [[name, regions.slice(next)]];
      const region = regions[next++];
      return region === undefined ? [] : [[name, region]];
    }),
  );
}

/** Options in whichever of the two unions has their table. */
function optionsUnion(table: OptionTable, value: AnyOptions): Partial<TableDraft<"Operator">> {
  const option = { type: table, value } as never;
  return (unions.BuiltinOptions as readonly string[]).includes(table)
    ? { builtin_options: option }
    : { builtin_options_2: option };
}
