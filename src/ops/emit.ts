import {
  type Attrs,
  type Constant,
  constantFromTensor,
  constantTensor,
  type GraphBuilder,
  type GraphId,
  type NodeSource,
  type TensorType,
  type ValueId,
} from "../ir/index.ts";
import { type Dim, fromNumbers, isInteger, type Tensor, toNumbers } from "../numerics/index.ts";
import type { RegionType } from "./define.ts";
import { type AttrsOf, type OpName, ops } from "./generated/table.ts";
import { evaluateKnown, inferOutputs } from "./inference.ts";

export interface EmitOptions {
  /** Name of the node and the stem of its outputs' names; the emitter's current name otherwise. */
  readonly name?: string;
  /** Number of outputs, for operators where it varies. */
  readonly outputs?: number;
  readonly regions?: readonly GraphId[];
  readonly regionTypes?: readonly RegionType[];
  readonly source?: NodeSource;
  /** Types of the outputs, for operators whose result type is stated and not implied: quantize, readVariable. */
  readonly types?: readonly TensorType[];
}

/** Adds typed nodes to a graph: attributes are checked by the compiler, output types by inference. */
export interface Emitter {
  /** Adds a node and answers its outputs. Throws a diagnostic when the inputs do not fit the operator. */
  op<N extends OpName>(
    op: N,
    inputs: readonly (ValueId | null)[],
    attrs: AttrsOf<N>,
    options?: EmitOptions,
  ): readonly ValueId[];
  /** {@link Emitter.op} for operators with one output. */
  one<N extends OpName>(op: N, inputs: readonly (ValueId | null)[], attrs: AttrsOf<N>, options?: EmitOptions): ValueId;
  /** A constant that is a weight or comes from weights. */
  constant(constant: Constant, name: string): ValueId;
  /** A constant that a formula needs: an axis, a shape, a number. */
  literal(value: Tensor, reason: string): ValueId;
  /** An int32 vector. */
  ints(values: readonly number[], reason: string): ValueId;
  type(value: ValueId): TensorType;
  /** The elements of an integer value, where they follow from constants and dimensions. */
  known(value: ValueId): readonly Dim[] | undefined;
  readonly builder: GraphBuilder;
}

/**
 * An emitter over a builder. `stem` names the nodes: the layer or node that is being translated.
 */
export function createEmitter(builder: GraphBuilder, stem: () => string): Emitter {
  const knownDims = new Map<ValueId, readonly Dim[]>();

  function known(value: ValueId): readonly Dim[] | undefined {
    const { constant } = builder.value(value);
    return constant === undefined ? knownDims.get(value) : knownElements(constant);
  }

  function op<N extends OpName>(
    name: N,
    inputs: readonly (ValueId | null)[],
    attrs: AttrsOf<N>,
    options: EmitOptions = {},
  ): readonly ValueId[] {
    const nodeName = options.name ?? stem();
    const context = {
      op: name,
      attrs: attrs as Attrs,
      inputs: inputs.map((input) => (input === null ? null : builder.value(input).type)),
      regions: options.regionTypes ?? [],
      outputCount: options.outputs ?? ops[name].outputs.length,
      ...(options.types === undefined ? {} : { declared: options.types }),
      known: (input: number) => {
        const value = inputs[input];
        return value === null || value === undefined ? undefined : known(value);
      },
      constant: (input: number) => {
        const value = inputs[input];
        const constant = value === null || value === undefined ? undefined : builder.value(value).constant;
        return constant === undefined ? undefined : constantTensor(constant);
      },
    };
    const types = inferOutputs(context, nodeName);
    const { outputs } = builder.addNode({
      op: name,
      name: nodeName,
      attrs: attrs as Attrs,
      inputs,
      outputs: types.map((type, index) => ({ type, name: index === 0 ? nodeName : `${nodeName}:${index}` })),
      ...(options.regions === undefined ? {} : { regions: options.regions }),
      ...(options.source === undefined ? {} : { source: options.source }),
    });
    outputs.forEach((output, index) => {
      const dims = evaluateKnown(context, types, index);
      if (dims !== undefined) knownDims.set(output, dims);
    });
    return outputs;
  }

  const literal = (value: Tensor, reason: string): ValueId =>
    builder.addConstant(constantFromTensor(value, { kind: "literal", reason }), `${stem()}/${reason}`);

  return {
    op,
    one(name, inputs, attrs, options) {
      return op(name, inputs, attrs, options)[0] as ValueId;
    },
    constant: (constant, name) => builder.addConstant(constant, name),
    literal,
    ints: (values, reason) => literal(fromNumbers("int32", [values.length], values), reason),
    type: (value) => builder.value(value).type,
    known,
    builder,
  };
}

/** Longest integer constant that is looked at as shape data. */
const shapeDataLimit = 1024;

/** Elements of a small integer constant, as dimensions. */
export function knownElements(constant: Constant): readonly Dim[] | undefined {
  if (!isInteger(constant.dtype)) return undefined;
  if (constant.shape.reduce((product, dim) => product * dim, 1) > shapeDataLimit) return undefined;
  return Array.from(toNumbers(constantTensor(constant)));
}
