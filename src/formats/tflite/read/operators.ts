import { type ByteSource, checkRange, decodeFlexBuffer, defaultTable, withoutDefaults } from "../../../bytes/index.ts";
import { attempt, type Collector, fail, type Where } from "../../../diagnostics/index.ts";
import {
  type Attrs,
  type AttrValue,
  constantFromTensor,
  type GraphId,
  graphId,
  type Node,
  type NodeSource,
  nodeId,
  tensorType,
  type Value,
  type ValueId,
  valueId,
} from "../../../ir/index.ts";
import { checkAttributes, findOp, type OpName } from "../../../ops/index.ts";
import { TFL_E002, TFL_W004 } from "../codes.ts";
import { customKind } from "../custom-operators.ts";
import type { rulesByCode } from "../ops/index.ts";
import { type AnyOptions, isRefusal, type OperatorRule, type Refusal, type RuleContext } from "../ops/rule.ts";
import { type BuiltinOperator, builtinOperators, customCode } from "../schema/builtin-operators.ts";
import { graphFields } from "../schema/graph-fields.ts";
import type { OptionTable } from "../schema/option-tables.ts";
import { longNumber, type Table, tfliteSchema } from "../schema/schema.ts";

/** What the operators of one graph share. */
export interface OperatorContext {
  readonly file: ByteSource;
  readonly graph: string;
  readonly codes: readonly Table<"OperatorCode">[];
  readonly graphCount: number;
  readonly rules: ReturnType<typeof rulesByCode>;
  /** Grows by the operands that old files keep in options. */
  readonly values: Value[];
  readonly tensorCount: number;
  readonly report: Collector;
}

/** Options of an operator: their table, and what it says in plain data, without the graphs that it names. */
interface ReadOptions {
  readonly table: OptionTable;
  readonly value: AnyOptions;
  readonly plain: { readonly [key: string]: AttrValue };
  readonly regions: readonly GraphId[];
}

/** Options of a type that is newer than the schema. */
interface UnknownOptions {
  readonly unknown: number;
}

/** What an operator of the format is read as. */
interface Reading {
  readonly name: OpName;
  readonly rule: OperatorRule<unknown>;
  readonly attrs: Attrs | Refusal;
}

/** The node of an operator. One that our table lacks, or that means something else than our operator, becomes opaque. */
export function readOperator(operator: Table<"Operator">, index: number, context: OperatorContext): Node {
  const code =
    context.codes[operator.opcode_index] ??
    outside("operator code", operator.opcode_index, context.codes.length, { graph: context.graph });
  const number = Math.max(code.builtin_code, code.deprecated_builtin_code);
  const custom = number === customCode;
  const op = custom ? (code.custom_code ?? "") : (builtinOperators[number] ?? `BUILTIN_${number}`);
  const outputs = tensors(operator.outputs ?? [], false) as ValueId[];
  const name = outputName(outputs) || `${op}:${index}`;
  const where: Where = { file: context.file.name, graph: context.graph, node: name, op };
  const inputs = tensors(operator.inputs ?? [], true);

  function outside(what: string, at: number, count: number, place: Where): never {
    return fail(TFL_E002, { file: context.file.name, ...place }, { what, index: at, count });
  }

  function tensors(indices: readonly number[], optional: boolean): (ValueId | null)[] {
    return indices.map((tensor) => {
      if (tensor === -1 && optional) return null;
      if (tensor < 0 || tensor >= context.tensorCount)
        outside("tensor", tensor, context.tensorCount, { graph: context.graph });
      return valueId(tensor);
    });
  }

  function outputName(ids: readonly ValueId[]): string {
    return ids[0] === undefined ? "" : (context.values[ids[0]]?.name ?? "");
  }

  const found = readOptions(operator, where, context);
  const options = found === undefined || "unknown" in found ? undefined : found;
  const extras = readExtras(operator, (indices) => tensors(indices, true));
  const customBytes = custom ? customOptions(operator, context.file) : (operator.custom_options ?? new Uint8Array(0));
  const base = {
    id: nodeId(index),
    name,
    outputs,
    regions: options?.regions ?? [],
    provenance: [],
  };
  const source = (raw: { readonly [key: string]: AttrValue }): NodeSource => ({
    format: "tflite",
    op,
    version: code.version,
    ...(Object.keys(raw).length === 0 ? {} : { raw }),
  });
  const spelled = options === undefined ? {} : { table: options.table, options: options.plain };
  const unknown = found !== undefined && "unknown" in found ? { unknownOptions: found.unknown } : {};

  function opaque(kind: string): Node {
    const bytes = custom ? { customOptions: customBytes } : {};
    const kept = custom || customBytes.length === 0 ? {} : { custom_options: customBytes };
    return {
      ...base,
      op: "opaque",
      inputs,
      attrs: { op, kind, ...spelled, ...unknown, ...bytes },
      source: source({ ...extras, ...kept }),
    };
  }

  const known = custom ? context.rules.custom.get(op) : context.rules.builtin.get(op as BuiltinOperator);
  if (known?.[0] === undefined) return opaque(custom ? customKind(op) : builtinKind(number, op));
  if (found !== options) return opaque(`a use of ${op} that is newer than this reader`);

  const operand = (id: ValueId | null) => (id === null ? null : (context.values[id] ?? null));
  const ruleContext: RuleContext = {
    inputs: inputs.map(operand),
    outputs: outputs.map((id) => context.values[id] as Value),
  };
  const { table, customOptions: codec } = known[0].rule;
  // Runtimes take options of another operator's table for absent ones.
  const own = options !== undefined && options.table === table ? options.value : undefined;
  const value: AnyOptions = own ?? (table === undefined ? customMap() : defaultTable(tfliteSchema, table));
  const readings = known.map(({ op: name, rule }) => ({
    name,
    rule,
    attrs: rule.read(value, ruleContext) as Attrs | Refusal,
  }));
  const { name: ours, rule, attrs } = readings.find((reading) => !isRefusal(reading.attrs)) ?? (readings[0] as Reading);
  if (isRefusal(attrs)) return refused(attrs.refused);
  const definition = findOp(ours);
  const checked = attempt(() => checkAttributes<Attrs>(ours, definition?.attrs as never, attrs));
  if ("diagnostic" in checked) return refused(checked.diagnostic.explain);
  const appended = (rule.operands?.(value, ruleContext) ?? []).map((tensor) => {
    const id = valueId(context.values.length);
    const reason = "kept in the options";
    const constant = constantFromTensor(tensor, { kind: "literal", reason });
    context.values.push({ id, name: `${name}/operand`, type: tensorType(tensor.dtype, tensor.shape), constant });
    return id;
  });
  const operands = appended.length === 0 ? {} : { operands: inputs.length };
  return {
    ...base,
    op: ours,
    inputs: [...inputs, ...appended],
    attrs: checked.value,
    source: source({
      ...spelled,
      ...extras,
      ...operands,
      ...(customBytes.length === 0 ? {} : { custom_options: customBytes }),
    }),
  };

  /** What the options of a custom operator hold; nothing when they are not of its form. */
  function customMap(): AnyOptions {
    if (codec !== undefined) return codec.decode(customBytes) ?? {};
    const map = custom ? decodeFlexBuffer(customBytes) : undefined;
    return typeof map === "object" && map !== null && !Array.isArray(map) && !(map instanceof Uint8Array)
      ? (map as AnyOptions)
      : {};
  }

  function refused(problem: string): Node {
    context.report.report(TFL_W004, where, { problem });
    return opaque(`a use of ${op} that is not understood: ${problem}`);
  }
}

function builtinKind(number: number, op: string): string {
  if (number >= builtinOperators.length) return "a built-in operator that is newer than this reader";
  if (op.startsWith("STABLEHLO_")) return "a StableHLO operator, which few runtimes run";
  return "a built-in operator of TensorFlow Lite that has no definition here";
}

/** The options of an operator, from whichever of the two unions has them. */
function readOptions(
  operator: Table<"Operator">,
  where: Where,
  context: OperatorContext,
): ReadOptions | UnknownOptions | undefined {
  const union = operator.builtin_options ?? operator.builtin_options_2;
  if (union === undefined) return undefined;
  if (union.value === undefined) {
    context.report.report(TFL_W004, where, { problem: `its options are of type ${union.type}, which is not known` });
    return { unknown: union.type };
  }
  const table = union.type;
  const value: AnyOptions = union.value;
  const fields = graphFields(table);
  const regions = fields.flatMap((field) => {
    const indices = (field.list ? (value[field.name] ?? []) : [value[field.name]]) as readonly number[];
    return indices.map((region) => {
      if (region < 0 || region >= context.graphCount) {
        fail(TFL_E002, where, { what: "subgraph", index: region, count: context.graphCount });
      }
      return graphId(region);
    });
  });
  const plain = withoutDefaults(tfliteSchema, table, value);
  const names = new Set(fields.map((field) => field.name));
  const said = Object.fromEntries(Object.entries(plain).filter(([key]) => !names.has(key)));
  return { table, value, plain: said, regions };
}

/** What an operator says beside operands and options. */
function readExtras(
  operator: Table<"Operator">,
  tensors: (indices: readonly number[]) => (ValueId | null)[],
): { readonly [key: string]: AttrValue } {
  const { intermediates = [], mutating_variable_inputs: mutating = [], debug_metadata_index: debug } = operator;
  return {
    ...(intermediates.length === 0 ? {} : { intermediates: tensors(intermediates) }),
    ...(mutating.length === 0 ? {} : { mutating_variable_inputs: mutating }),
    ...(debug === -1 ? {} : { debug_metadata_index: debug }),
  };
}

/** Options of a custom operator as bytes, inside the FlatBuffer or behind it. */
function customOptions(operator: Table<"Operator">, file: ByteSource): Uint8Array {
  const offset = longNumber(operator.large_custom_options_offset);
  if (offset <= 1) return operator.custom_options ?? new Uint8Array(0);
  const length = longNumber(operator.large_custom_options_size);
  checkRange(file.name, file.size, offset, length);
  return file.read(offset, length);
}
