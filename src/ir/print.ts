import type { Constant } from "./constant.ts";
import type { ValueId } from "./ids.ts";
import type { Graph, Model, Node, Provenance, Signature, SignatureTensor, Value, Variable } from "./model.ts";
import type { Origin, SourceWeight } from "./origin.ts";
import { printAttribute, printName, printNumber } from "./text/attribute.ts";
import { createConstantPrinter, printConstantType } from "./text/print-constant.ts";
import { createOriginPrinter } from "./text/print-expression.ts";
import { printType } from "./text/type.ts";
import { formatType, type TensorType } from "./type.ts";

export interface PrintOptions {
  /** Which rewrites made each node. Default true. */
  readonly provenance?: boolean;
  /** Where each constant came from. Default true. */
  readonly origins?: boolean;
  /** Constants of up to this many elements are printed as numbers. Default 16. */
  readonly inlineElements?: number;
  /** Larger constants: the first 16 digits of their SHA-256, or that and the bytes in base64. Default `hash`. */
  readonly data?: "hash" | "inline";
  /** Name and size of the file that the model was read from. Default false: they differ between equal models. */
  readonly file?: boolean;
}

/**
 * The model as text that `parseModel` reads; the grammar is in `docs/ir.md`. Two models that hold the same print the
 * same, wherever their constants' bytes lie and however views arrange them. Reads the constants; never throws for one
 * that cannot be read, which prints as `#unreadable`. Throws `IR-E002` for attributes nested deeper than can be parsed.
 */
export function printModel(model: Model, options: PrintOptions = {}): string {
  const printer = createPrinter(originsOf(model), options);
  const lines = [
    `model ${JSON.stringify(model.name)} from ${printName(model.source.format)}`,
    ...printSource(model, options),
    ...printer.definitions(),
    ...model.signatures.map(printSignature),
    ...model.variables.map(printer.variable),
    ...model.metadata.map(({ name, bytes }) => `metadata ${JSON.stringify(name)} ${printer.constant(bytes)}`),
    ...model.weights.map(printer.weight),
    ...model.dropped.map(({ weight, reason }) => `dropped ${JSON.stringify(weight)} because ${JSON.stringify(reason)}`),
    ...model.graphs.flatMap((graph, index) => printer.graph(graph, `^${index} `)),
  ];
  return `${lines.join("\n")}\n`;
}

/** One graph as text that `parseGraph` reads; see {@link printModel}. */
export function printGraph(graph: Graph, options: PrintOptions = {}): string {
  const printer = createPrinter(originsOfGraph(graph), options);
  return `${[...printer.definitions(), ...printer.graph(graph, "")].join("\n")}\n`;
}

const text = (value: string): string => JSON.stringify(value);
const ids = (mark: string, list: readonly (number | null)[]): string =>
  `(${list.map((id) => (id === null ? "_" : `${mark}${id}`)).join(", ")})`;

function printSource({ source }: Model, { file = false }: PrintOptions): string[] {
  const lines: string[] = [];
  if (source.producer !== undefined) lines.push(`  producer ${text(source.producer)}`);
  if (source.description !== undefined) lines.push(`  description ${text(source.description)}`);
  if (source.minimumRuntime !== undefined) lines.push(`  runtime ${text(source.minimumRuntime)}`);
  if (file && source.fileName !== undefined) lines.push(`  file ${text(source.fileName)}`);
  if (file && source.byteLength !== undefined) lines.push(`  bytes ${source.byteLength}`);
  return lines;
}

function printSignature(signature: Signature): string {
  const tensors = (list: readonly SignatureTensor[]): string =>
    `(${list.map(({ name, value }) => `${text(name)}: %${value}`).join(", ")})`;
  const implied = signature.implied ? " implied" : "";
  const entry = `${tensors(signature.inputs)} -> ${tensors(signature.outputs)}`;
  return `signature ${text(signature.name)} ^${signature.graph}${implied} ${entry}`;
}

/** Constants in the order in which the text shows them. */
function originsOf({ variables, metadata, weights, graphs }: Model): Origin[] {
  const constants: (Constant | undefined)[] = [
    ...variables.map((variable) => variable.initial),
    ...metadata.map(({ bytes }) => bytes),
    ...weights.map((weight) => weight.constant),
  ];
  const origins = constants.flatMap((c) => (c === undefined ? [] : [c.origin]));
  return origins.concat(graphs.flatMap(originsOfGraph));
}

function originsOfGraph(graph: Graph): Origin[] {
  return graph.values.flatMap((value) => (value?.constant === undefined ? [] : [value.constant.origin]));
}

interface Printer {
  definitions(): string[];
  constant(c: Constant, declared?: TensorType): string;
  variable(variable: Variable): string;
  weight(weight: SourceWeight): string;
  graph(graph: Graph, label: string): string[];
}

function createPrinter(allOrigins: readonly Origin[], options: PrintOptions): Printer {
  const { provenance = true, origins = true, inlineElements = 16, data = "hash" } = options;
  const constants = createConstantPrinter(inlineElements, data === "inline");
  const printer = createOriginPrinter(constants, origins ? allOrigins : []);

  function constant(c: Constant, declared?: TensorType): string {
    // In the order of the text: bytes are printed where they are first met.
    const content = `= ${printConstantType(c, declared)}${constants.data(c)}`;
    return origins ? `${content} ${printer.origin(c.origin)}` : content;
  }

  function variable({ id, name, container, sharedName, type, initial, initializer }: Variable): string {
    const parts = [`variable $${id} ${text(name)}`];
    if (container !== "") parts.push(`container ${text(container)}`);
    if (sharedName !== "") parts.push(`shared ${text(sharedName)}`);
    parts[parts.length - 1] += `: ${type === undefined ? "none" : printType(type)}`;
    if (initial !== undefined) parts.push(constant(initial, type));
    if (initializer !== undefined) parts.push(`initializer ^${initializer}`);
    return parts.join(" ");
  }

  function weight({ name, dtype, shape, byteLength, role, constant: c, owner, variables }: SourceWeight): string {
    const owned = owner === undefined ? "" : ` owner ${text(owner)}`;
    const shared = variables === undefined ? "" : ` variables [${variables.map(text).join(", ")}]`;
    const content = c === undefined ? "" : ` ${constant(c, { dtype, shape })}`;
    return `weight ${text(name)}: ${formatType({ dtype, shape })} bytes ${byteLength} role ${role}${owned}${shared}${content}`;
  }

  function value(v: Value, id: ValueId): string {
    const parts = [`%${id} ${text(v.name)}: ${printType(v.type)}`];
    if (v.constant !== undefined) parts.push(constant(v.constant, v.type));
    if (v.variable !== undefined) parts.push(`variable $${v.variable}`);
    if (v.range !== undefined) parts.push(`range ${numbers(v.range.min)} to ${numbers(v.range.max)}`);
    if (v.raw !== undefined) parts.push(`raw ${printAttribute(v.raw)}`);
    return parts.join(" ");
  }

  function graph({ name, values, nodes, inputs, outputs }: Graph, label: string): string[] {
    const made = new Set(nodes.flatMap((node) => node.outputs));
    for (const input of inputs) made.delete(input);
    const inNode = (v: Value, id: ValueId): boolean =>
      v.constant === undefined && v.variable === undefined && made.has(id);
    const lines = [`graph ${label}${text(name)} ${ids("%", inputs)} -> ${ids("%", outputs)} {`];
    values.forEach((v, id) => {
      if (v !== undefined && !inNode(v, id as ValueId)) lines.push(`  ${value(v, id as ValueId)}`);
    });
    /** A value is declared where it is first made. */
    const output = (id: ValueId): string => {
      const v = values[id];
      return v !== undefined && inNode(v, id) && made.delete(id) ? value(v, id) : `%${id}`;
    };
    let expectedId = 0;
    for (const node of nodes) {
      lines.push(...printNode(node, node.id === expectedId ? "" : `@${node.id}`, node.outputs.map(output), provenance));
      expectedId = node.id + 1;
    }
    return [...lines, "}"];
  }

  return { definitions: printer.definitions, constant, variable, weight, graph };
}

const numbers = (list: readonly number[]): string => `[${list.map(printNumber).join(", ")}]`;

/** A line of a node longer than this is broken before its outputs. */
const lineLength = 120;

function printNode(node: Node, id: string, outputs: readonly string[], provenance: boolean): string[] {
  const parts = [`  ${printName(node.op)}${id} ${text(node.name)}${ids("%", node.inputs)}`];
  if (Object.keys(node.attrs).length > 0) parts.push(printAttribute(node.attrs));
  if (node.regions.length > 0) parts.push(`regions ${ids("^", node.regions)}`);
  const call = parts.join(" ");
  const made = outputs.length === 0 ? "" : `-> (${outputs.join(", ")})`;
  const lines =
    call.length + made.length > lineLength && made !== "" ? [call, `    ${made}`] : [`${call} ${made}`.trimEnd()];
  if (node.source !== undefined) {
    const { format, op, version, raw } = node.source;
    const options = raw === undefined ? "" : ` raw ${printAttribute(raw)}`;
    lines.push(`    as ${printName(format)} ${text(op)} version ${printNumber(version)}${options}`);
  }
  return provenance ? [...lines, ...node.provenance.map(printProvenance)] : lines;
}

function printProvenance({ rule, reason, from }: Provenance): string {
  return `    by ${text(rule)} from [${from.map(text).join(", ")}] because ${text(reason)}`;
}
