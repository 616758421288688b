import { attempt, fail } from "../../../diagnostics/index.ts";
import { type AttrValue as IrValue, tensorType, type ValueId } from "../../../ir/index.ts";
import { type DType, isStaticShape, type Shape, toNumbers } from "../../../numerics/index.ts";
import { TFG_E002 } from "../codes.ts";
import { createAttributes, isTfOpName, type NodeContext, repeatCount, tfDefinition, tfOps } from "../ops/index.ts";
import { dataType } from "../schema/index.ts";
import { plainAttributes } from "./attributes.ts";
import { type BodyNode, outputCount } from "./body.ts";
import type { Out } from "./out.ts";
import type { Scope } from "./translation.ts";
import { tensorOf, valueOut } from "./values.ts";

/**
 * The outputs of a node by the rule of its operator. Where there is none, or it does not hold, the node stays in the graph
 * as `opaque` with the reason.
 */
export function applyRule(scope: Scope, node: BodyNode, inputs: readonly Out[]): readonly Out[] {
  const custom = scope.translation.operators?.[node.op];
  const definition = tfDefinition(node.op);
  const rule = isTfOpName(node.op) ? tfOps[node.op] : undefined;
  if (definition !== undefined) noteUnknownAttributes(scope, node, definition.attrs);
  if (custom === undefined && typeof rule !== "function") {
    const reason = typeof rule === "object" ? rule.refused : undefined;
    return opaque(scope, node, inputs, definition === undefined ? { kind: "unknown" } : { kind: "refused", reason });
  }
  const result = attempt((): readonly (ValueId | undefined)[] => {
    const context = contextOf(scope, node, inputs);
    if (custom !== undefined) {
      const { emit, name } = context;
      const made = custom({ emit, name, inputs: context.inputs, attributes: plainAttributes(node.attrs) });
      return typeof made === "number" ? [made] : made;
    }
    const made = typeof rule === "function" ? rule(context) : [];
    return typeof made === "number" ? [made] : made;
  });
  if ("diagnostic" in result) {
    const { code, explain, evidence } = result.diagnostic;
    const reason = code === TFG_E002.code ? String(evidence["problem"]) : explain.replace(/\.$/, "");
    return opaque(scope, node, inputs, { kind: "refused", reason });
  }
  return result.value.map((value) => (value === undefined ? { kind: "dead" } : valueOut(scope, value)));
}

function contextOf(scope: Scope, node: BodyNode, inputs: readonly Out[]): NodeContext {
  const { frame } = scope;
  const name = scope.path + node.name;
  const values = inputs.map((input) => tensorOf(scope, input));
  const refuse = (problem: string): never => fail(TFG_E002, { node: name, op: node.op }, { problem });
  const input = (position: number): ValueId => values[position] ?? refuse(`input ${position} is missing`);
  return {
    name,
    op: node.op,
    emit: frame.emit,
    build: frame.build,
    attrs: createAttributes(node.attrs, tfDefinition(node.op), { node: name, op: node.op }),
    inputs: values,
    input,
    drawsAnew: () => void scope.translation.sightings.drawnAnew.add(name),
    opensBatch(batch) {
      const { frozen, sightings } = scope.translation;
      if (frozen) sightings.bakedBatch = batch;
      return frozen;
    },
    refuse,
    constant: (position) => frame.staticTensor(input(position)),
    known(position, what) {
      const dims = frame.emit.known(input(position));
      if (isStaticShape(dims)) return dims;
      const tensor = frame.staticTensor(input(position));
      return tensor === undefined ? refuse(`${what} is not known before the run`) : Array.from(toNumbers(tensor));
    },
  };
}

function noteUnknownAttributes(scope: Scope, node: BodyNode, known: ReadonlyMap<string, unknown>): void {
  const { unknownAttributes } = scope.translation.sightings;
  for (const attribute of node.attrs.keys()) {
    if (attribute.startsWith("_") || known.has(attribute)) continue;
    const key = `${node.op} ${attribute}`;
    const entry = unknownAttributes.get(key) ?? { op: node.op, attribute, nodes: [] };
    unknownAttributes.set(key, entry);
    if (!entry.nodes.includes(scope.path + node.name)) entry.nodes.push(scope.path + node.name);
  }
}

export type WhyOpaque =
  | { readonly kind: "unknown" }
  | { readonly kind: "refused"; readonly reason: string | undefined };

/** A node as it was read: its attributes kept, its outputs of the types that can be told. */
export function opaque(scope: Scope, node: BodyNode, inputs: readonly Out[], why: WhyOpaque): readonly Out[] {
  const { frame } = scope;
  const name = scope.path + node.name;
  const values = inputs.map((input) => tensorOf(scope, input));
  const isCause = !values.some((value) => frame.opaque.has(value));
  const reason = why.kind === "refused" ? (why.reason ?? "it has no counterpart here") : "it is a custom operator";
  const { outputs } = frame.builder.addNode({
    op: "opaque",
    name,
    attrs: {
      op: node.op,
      kind: why.kind === "unknown" ? "a custom TensorFlow operator" : `not translated: ${reason}`,
      reason: isCause ? reason : "",
      custom: why.kind === "unknown",
      config: plainAttributes(node.attrs) as IrValue,
    },
    inputs: values,
    outputs: outputTypes(scope, node, values).map((type, index) => ({
      type,
      name: index === 0 ? name : `${name}:${index}`,
    })),
    source: { format: "tensorflow", op: node.op, version: 1 },
  });
  for (const output of outputs) frame.opaque.add(output);
  return outputs.map((value) => valueOut(scope, value));
}

/** Types of the outputs as far as attributes tell: element types by the definition, shapes by `_output_shapes`. */
function outputTypes(scope: Scope, node: BodyNode, inputs: readonly ValueId[]): ReturnType<typeof tensorType>[] {
  const count = outputCount(scope.body, node);
  const dtypes = (tfDefinition(node.op)?.outputs ?? []).flatMap((slot): (DType | undefined)[] => {
    const listed = slot.repeat === undefined ? undefined : node.attrs.get(slot.repeat);
    if (listed?.kind === "list") return listed.value.types.map(({ dtype }) => dtype);
    return new Array<DType | undefined>(repeatCount(node.attrs, slot.repeat)).fill(slotType(node, slot.type));
  });
  const [first] = inputs;
  const fallback =
    slotType(node, "T") ?? (first === undefined ? "float32" : scope.frame.builder.value(first).type.dtype);
  const shapes = node.attrs.get("_output_shapes") ?? node.attrs.get("output_shapes");
  const shapeOf = (index: number): Shape => (shapes?.kind === "list" ? shapes.value.shapes[index] : undefined);
  return Array.from({ length: count }, (_, index) => tensorType(dtypes[index] ?? fallback, shapeOf(index)));
}

function slotType(node: BodyNode, type: string | undefined): DType | undefined {
  if (type === undefined) return undefined;
  if (type.startsWith("DT_")) return dataType(type as "DT_FLOAT").dtype;
  const value = node.attrs.get(type);
  if (value?.kind === "type") return value.value.dtype;
  const standard = tfDefinition(node.op)?.attrs.get(type);
  return standard === undefined ? undefined : dataType(standard as "DT_FLOAT").dtype;
}
