import { attempt, HoldfastError } from "../diagnostics/index.ts";
import type { Attrs, TensorType } from "../ir/index.ts";
import {
  type Dim,
  elementCount,
  formatShape,
  isInteger,
  isStaticShape,
  type Tensor,
  toNumbers,
} from "../numerics/index.ts";
import type { InferContext, OpDef } from "./define.ts";
import { type OpName, ops } from "./generated/table.ts";
import { invalid, requireExtents } from "./infer.ts";
import { requireSaneQuantization } from "./quantization-check.ts";

/** The definition of an operator by name; undefined for opaque and unknown ones. */
export function findOp(name: string): OpDef<OpName, Attrs> | undefined {
  return Object.hasOwn(ops, name) ? (ops[name as OpName] as unknown as OpDef<OpName, Attrs>) : undefined;
}

/** Types of a node's outputs. The diagnostic of a misfit names the node. */
export function inferOutputs(context: InferContext<Attrs>, nodeName: string): readonly TensorType[] {
  const definition = findOp(context.op) ?? invalid(context, "is not in the operator table");
  const result = attempt(() => {
    checkArity(context, definition);
    for (const type of context.inputs) if (type !== null) requireExtents(context, type.shape);
    if (definition.movesData !== true) checkQuantization(context, definition);
    const types = definition.infer(withFittingElements(context));
    for (const { shape } of types) requireExtents(context, shape);
    return types;
  });
  if ("value" in result) return result.value;
  const { diagnostic } = result;
  throw new HoldfastError({ ...diagnostic, where: { node: nodeName, op: context.op, ...diagnostic.where } });
}

/** Most inputs and outputs of a node. */
const mostValues = 2 ** 15;

function checkArity(context: InferContext<Attrs>, { inputs }: OpDef<OpName, Attrs>): void {
  for (const count of [context.inputs.length, context.outputCount]) {
    if (count > mostValues) invalid(context, `${count} inputs or outputs are more than the limit, ${mostValues}`);
  }
  const variadic = inputs.at(-1)?.variadic === true;
  if (!variadic && context.inputs.length > inputs.length) {
    invalid(context, `${context.inputs.length} inputs are given, at most ${inputs.length} are expected`);
  }
  inputs.forEach((slot, index) => {
    const present = context.inputs[index] !== null && context.inputs[index] !== undefined;
    if (!present && slot.optional !== true && slot.variadic !== true)
      invalid(context, `input '${slot.name}' is missing`);
  });
}

/** The context with the elements of an input known only where its shape is, and as many as that has. */
function withFittingElements(context: InferContext<Attrs>): InferContext<Attrs> {
  return {
    ...context,
    known(input) {
      const shape = context.inputs[input]?.shape;
      const dims = isStaticShape(shape) ? context.known(input) : undefined;
      if (dims === undefined || shape === undefined || dims.length === elementCount(shape as readonly number[]))
        return dims;
      return invalid(context, `input ${input} has ${dims.length} elements and shape ${formatShape(shape)}`);
    },
  };
}

function checkQuantization(
  { op, inputs, declared }: InferContext<Attrs>,
  { inputs: slots }: OpDef<OpName, Attrs>,
): void {
  inputs.forEach((type, index) => {
    if (type !== null) requireSaneQuantization(op, type, `input '${slots[index]?.name ?? index}'`);
  });
  declared?.forEach((type, index) => {
    if (type !== undefined) requireSaneQuantization(op, type, `output ${index}`);
  });
}

/** Most elements that are followed as shape data. */
const shapeDataLimit = 1024;

/** Elements of one of a node's outputs, where they follow from constants and dimensions. */
export function evaluateKnown(
  context: InferContext<Attrs>,
  types: readonly TensorType[],
  output: number,
): readonly Dim[] | undefined {
  const type = types[output];
  if (type === undefined || !isInteger(type.dtype) || !isStaticShape(type.shape)) return undefined;
  if (elementCount(type.shape) > shapeDataLimit) return undefined;
  return findOp(context.op)?.evaluateDims?.(withFittingElements(context), output);
}

/** An inference context over tensors at hand: every shape static, every value known. */
export function concreteContext(
  op: string,
  attrs: Attrs,
  inputs: readonly (Tensor | null)[],
  types: readonly (TensorType | null)[],
  regions: InferContext<Attrs>["regions"],
  outputCount: number,
  declared: readonly (TensorType | undefined)[] = [],
): InferContext<Attrs> {
  return {
    op,
    attrs,
    inputs: types,
    regions,
    outputCount,
    declared,
    known(input) {
      const tensor = inputs[input];
      return tensor && isInteger(tensor.dtype) ? Array.from(toNumbers(tensor)) : undefined;
    },
    constant: (input) => inputs[input] ?? undefined,
  };
}
