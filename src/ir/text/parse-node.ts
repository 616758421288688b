import { type GraphId, graphId, type NodeId, nodeId, type ValueId, valueId, variableId } from "../ids.ts";
import type { Node, NodeSource, Provenance, Value } from "../model.ts";
import { parseAttribute, parseAttributes } from "./attribute.ts";
import type { ConstantParser } from "./parse-constant.ts";
import type { Scanner } from "./scanner.ts";
import { parseNumbers, parseType } from "./type.ts";

/** A value, from behind its `%id` on. */
export function parseValue(scanner: Scanner, constants: ConstantParser, id: ValueId): Value {
  const name = scanner.string();
  scanner.expect(":");
  const type = parseType(scanner);
  return {
    id,
    name,
    type,
    ...(scanner.accept("=") ? { constant: constants.constant(type) } : {}),
    ...(scanner.accept("variable") ? { variable: variableId(scanner.reference("$")) } : {}),
    ...(scanner.accept("range") ? { range: parseRange(scanner) } : {}),
    ...(scanner.accept("raw") ? { raw: parseAttribute(scanner) } : {}),
  };
}

function parseRange(scanner: Scanner): { readonly min: readonly number[]; readonly max: readonly number[] } {
  const min = parseNumbers(scanner);
  return { min, max: scanner.after("to", () => parseNumbers(scanner)) };
}

/** A node. `output` reads one of its outputs; the id is `expectedId` unless the text says another. */
export function parseNode(scanner: Scanner, expectedId: NodeId, output: () => ValueId): Node {
  const op = scanner.name("a value, a node or '}'");
  const id = scanner.next === "@" ? nodeId(scanner.reference("@")) : expectedId;
  const name = scanner.string();
  scanner.expect("(");
  const inputs = scanner.list(")", () => (scanner.accept("_") ? null : valueId(scanner.reference("%"))));
  const attrs = scanner.next === "{" ? parseAttributes(scanner) : {};
  const regions = scanner.accept("regions") ? parseGraphIds(scanner) : [];
  const outputs = scanner.accept("->") ? scanner.after("(", () => scanner.list(")", output)) : [];
  const source = scanner.accept("as") ? { source: parseNodeSource(scanner) } : {};
  const provenance: Provenance[] = [];
  while (scanner.accept("by")) provenance.push(parseProvenance(scanner));
  return { id, op, name, attrs, inputs, outputs, regions, provenance, ...source };
}

function parseNodeSource(scanner: Scanner): NodeSource {
  const format = scanner.name("a format");
  const op = scanner.string();
  const version = scanner.after("version", () => scanner.number());
  return { format, op, version, ...(scanner.accept("raw") ? { raw: parseAttribute(scanner) } : {}) };
}

function parseProvenance(scanner: Scanner): Provenance {
  const rule = scanner.string();
  scanner.expect("from");
  scanner.expect("[");
  const from = scanner.list("]", () => scanner.string());
  return { rule, from, reason: scanner.after("because", () => scanner.string()) };
}

/** `(%0, %1)` */
export function parseValueIds(scanner: Scanner): ValueId[] {
  scanner.expect("(");
  return scanner.list(")", () => valueId(scanner.reference("%")));
}

function parseGraphIds(scanner: Scanner): GraphId[] {
  scanner.expect("(");
  return scanner.list(")", () => graphId(scanner.reference("^")));
}
