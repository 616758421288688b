import fc, { type GeneratorValue } from "fast-check";
import { lazySource, memorySource } from "../../bytes/index.ts";
import {
  addDims,
  type BlockwiseQuantization,
  boundedDim,
  type Dim,
  type DType,
  dtypeBits,
  dtypes,
  encodeStrings,
  type Quantization,
  type Shape,
  scaleDim,
  storedByteLength,
  symbolDim,
  unknownDim,
} from "../../numerics/index.ts";
import type { Attrs, AttrValue } from "../attribute.ts";
import { buildGraph, createBuilder, type NodeDraft, type OutputDraft, type ValueDraft } from "../builder.ts";
import type { Constant } from "../constant.ts";
import { transposeConstant } from "../constant-view.ts";
import { graphId, type ValueId, valueId, variableId } from "../ids.ts";
import type {
  Graph,
  Metadata,
  Model,
  ModelSource,
  NodeSource,
  Provenance,
  Signature,
  SignatureTensor,
  Variable,
} from "../model.ts";
import type { DroppedWeight, Expression, Origin, SourceOrigin, SourceWeight } from "../origin.ts";
import type { TensorType } from "../type.ts";

/**
 * A model of random content whose parts are of every kind that the IR has: for properties of the printer and the parser.
 * It is sound in nothing but its types: shapes do not fit operators, names repeat, ids may lead nowhere.
 */
export function randomModel(g: GeneratorValue): Model {
  const tensor = (): SignatureTensor => fill<SignatureTensor>({ name: () => g(name), value: () => valueId(g(small)) });
  return fill<Model>({
    name: () => g(name),
    source: () =>
      fill<Omit<ModelSource, "architecture">>({
        format: () => g(name),
        producer: perhaps(g, () => g(name)),
        description: perhaps(g, () => g(name)),
        minimumRuntime: perhaps(g, () => g(name)),
        fileName: perhaps(g, () => g(name)),
        byteLength: perhaps(g, () => g(fc.nat)),
      }),
    graphs: () => list(g, () => randomGraph(g)),
    signatures: () =>
      list(g, () =>
        fill<Signature>({
          name: () => g(name),
          graph: () => graphId(g(small)),
          inputs: () => list(g, tensor),
          outputs: () => list(g, tensor),
          implied: () => g(fc.boolean),
        }),
      ),
    variables: () =>
      list(g, (index) =>
        fill<Variable>({
          id: () => variableId(index),
          name: () => g(name),
          container: () => g(name),
          sharedName: () => g(name),
          type: () => (g(fc.boolean) ? randomType(g) : undefined),
          initial: perhaps(g, () => randomConstant(g)),
          initializer: perhaps(g, () => graphId(g(small))),
        }),
      ),
    metadata: () => list(g, () => fill<Metadata>({ name: () => g(name), bytes: () => randomConstant(g) })),
    weights: () => list(g, () => randomWeight(g)),
    dropped: () => list(g, () => fill<DroppedWeight>({ weight: () => g(name), reason: () => g(name) })),
  });
}

function randomWeight(g: GeneratorValue): SourceWeight {
  const constant = randomConstant(g);
  const { dtype, shape } = g(fc.boolean) ? constant : randomConstant(g);
  return fill<SourceWeight>({
    name: () => g(name),
    dtype: () => dtype,
    shape: () => shape,
    byteLength: () => g(fc.nat),
    role: () => g(fc.constantFrom<SourceWeight["role"][]>, "weight", "optimizer", "state", "metadata"),
    constant: perhaps(g, () => constant),
    owner: perhaps(g, () => g(name)),
    variables: perhaps(g, () => list(g, () => g(name))),
  });
}

export function randomGraph(g: GeneratorValue): Graph {
  const builder = createBuilder(
    undefined,
    list(g, () => randomProvenance(g)),
  );
  const anyValue = (): ValueId => valueId(g(fc.nat, { max: builder.values.length }));
  const valueDraft = (): ValueDraft =>
    fill<ValueDraft>({
      type: () => randomType(g),
      name: () => g(name),
      variable: perhaps(g, () => variableId(g(small))),
      range: perhaps(g, () => ({ min: g(numberList), max: g(numberList) })),
      raw: perhaps(g, () => randomAttribute(g, 2)),
    });
  const output = (): OutputDraft => (g(fc.nat, { max: 4 }) === 0 ? anyValue() : { type: randomType(g), name: g(name) });
  for (let left = g(fc.nat, { max: 8 }); left > 0; left--) {
    const kind = g(fc.nat, { max: 3 });
    if (kind === 0) builder.addValue(valueDraft());
    else if (kind === 1) builder.addConstant(randomConstant(g), g(name), g(fc.boolean) ? valueDraft() : {});
    else {
      builder.addNode(
        fill<NodeDraft>({
          op: () => g(fc.constantFrom, "conv2d", "add", "opaque", "by", "output", "strange op", "_"),
          name: () => g(name),
          attrs: () => randomAttrs(g, 2),
          inputs: () => list(g, () => (g(fc.boolean) ? anyValue() : null)),
          outputs: () => list(g, output),
          regions: perhaps(g, () => list(g, () => graphId(g(small)))),
          source: perhaps(g, () => randomNodeSource(g)),
        }),
      );
    }
  }
  const graph = buildGraph(builder, g(name), list(g, anyValue), list(g, anyValue));
  // Rewriting leaves holes between the values and gaps between the ids of the nodes.
  return {
    ...graph,
    values: graph.values.map((value) => (g(fc.nat, { max: 9 }) === 0 ? undefined : value)),
    nodes: graph.nodes.filter(() => g(fc.nat, { max: 9 }) > 0),
  };
}

function randomNodeSource(g: GeneratorValue): NodeSource {
  return fill<NodeSource>({
    format: () => g(fc.constantFrom, "tflite", "saved-model", "raw"),
    op: () => g(name),
    version: () => g(small),
    raw: perhaps(g, () => randomAttribute(g, 2)),
  });
}

/** A constant of random bytes: row-major or transposed, at an offset in memory or made when it is read. */
export function randomConstant(g: GeneratorValue, depth = 2): Constant {
  const dtype: DType = g(fc.constantFrom<DType[]>, ...dtypes);
  const shape = g(fc.array<number>, fc.nat({ max: 5 }), { maxLength: 3 });
  const count = shape.reduce((product, dim) => product * dim, 1);
  const bytes =
    dtype === "string"
      ? encodeStrings(Array.from({ length: count }, () => g(fc.uint8Array, { maxLength: 3 })))
      : g(fc.uint8Array, { minLength: storedByteLength(dtype, count), maxLength: storedByteLength(dtype, count) });
  const byteOffset = g(small);
  const placed = new Uint8Array(byteOffset + bytes.length);
  placed.set(bytes, byteOffset);
  const source = g(fc.boolean) ? memorySource(placed, "file") : lazySource(placed.length, () => placed);
  const constant: Constant = {
    dtype,
    shape,
    source,
    byteOffset,
    origin: randomOrigin(g, depth),
    ...(dtype === "string" ? { byteLength: bytes.length } : {}),
  };
  if (dtypeBits(dtype) < 8 || g(fc.boolean)) return constant;
  return transposeConstant(constant, shape.map((_, axis) => axis).reverse());
}

export function randomOrigin(g: GeneratorValue, depth: number): Origin {
  const kind = g(fc.nat, { max: depth > 0 ? 2 : 1 });
  if (kind === 0) return { kind: "literal", reason: g(name) };
  if (kind === 1) {
    return fill<SourceOrigin>({ kind: () => "source", weight: () => g(name), view: perhaps(g, () => g(name)) });
  }
  return { kind: "computed", reason: g(name), expression: randomExpression(g, depth - 1) };
}

function randomExpression(g: GeneratorValue, depth: number): Expression {
  if (depth <= 0 || g(fc.boolean)) return randomConstant(g, depth);
  const inputs: (Expression | null)[] = [];
  for (let left = g(small); left > 0; left--) {
    const kind = g(fc.nat, { max: 2 });
    if (kind === 0) inputs.push(null);
    else inputs.push(kind === 1 ? (inputs.at(-1) ?? randomExpression(g, depth - 1)) : randomExpression(g, depth - 1));
  }
  return { op: g(fc.constantFrom, "mul", "computed", "float32"), attrs: randomAttrs(g, 1), inputs, output: g(small) };
}

export function randomType(g: GeneratorValue): TensorType {
  return fill<TensorType>({
    dtype: () => g(fc.constantFrom<DType[]>, ...dtypes),
    shape: () => randomShape(g),
    quantization: perhaps(g, () => randomQuantization(g)),
  });
}

function randomShape(g: GeneratorValue): Shape {
  return g(fc.nat, { max: 5 }) === 0 ? undefined : Array.from({ length: g(small) }, () => randomDim(g));
}

function randomDim(g: GeneratorValue): Dim {
  const symbol = (): Dim => symbolDim(g(fc.constantFrom, "N", "seq-len", 'a "b],', "__proto__", "toString", "é"));
  const kind = g(fc.nat, { max: 3 });
  if (kind === 0) return g(fc.nat);
  if (kind === 1) return g(fc.boolean) ? unknownDim : boundedDim(g(fc.nat));
  const factor = g(fc.integer, { min: -9, max: 9 });
  return addDims(addDims(scaleDim(symbol(), factor), symbol()), g(fc.integer, { min: -9, max: 9 }));
}

function randomQuantization(g: GeneratorValue): Quantization<ValueId> {
  const kind = g(fc.nat, { max: 2 });
  if (kind === 0) return { kind: "perTensor", scale: g(fc.double), zeroPoint: g(fc.integer) };
  const axis = g(small);
  if (kind === 1) return { kind: "perAxis", axis, scales: g(numberList), zeroPoints: g(numberList) };
  return fill<BlockwiseQuantization<ValueId>>({
    kind: () => "blockwise",
    axis: () => axis,
    blockSize: () => g(fc.nat),
    scales: () => valueId(g(small)),
    zeroPoints: perhaps(g, () => valueId(g(small))),
  });
}

function randomAttribute(g: GeneratorValue, depth: number): AttrValue {
  const kind = g(fc.nat, { max: depth > 0 ? 6 : 4 });
  if (kind === 0) return null;
  if (kind === 1) return g(fc.boolean);
  if (kind === 2) return g(fc.double);
  if (kind === 3) return g(name);
  if (kind === 4) return g(fc.uint8Array, { maxLength: 5 });
  return kind === 5 ? list(g, () => randomAttribute(g, depth - 1)) : randomAttrs(g, depth - 1);
}

function randomAttrs(g: GeneratorValue, depth: number): Attrs {
  const key = (): string => g(fc.constantFrom, "axis", "true", "__proto__", "odd key", "10", "é");
  return Object.fromEntries(list(g, () => [key(), randomAttribute(g, depth)] as const));
}

function randomProvenance(g: GeneratorValue): Provenance {
  return { rule: g(name), reason: g(name), from: list(g, () => g(name)) };
}

const small = (): fc.Arbitrary<number> => fc.nat({ max: 3 });
const name = (): fc.Arbitrary<string> =>
  fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("x", "a/b:0", '"\\', "a\nb", "\ud800", "graph", "\u2028"));
const numberList = (): fc.Arbitrary<number[]> => fc.array(fc.double(), { maxLength: 3 });

function list<T>(g: GeneratorValue, make: (index: number) => T): T[] {
  return Array.from({ length: g(small) }, (_, index) => make(index));
}

const absent: unique symbol = Symbol("absent");

/**
 * A record from a maker for every field, the optional ones too: a field that the IR gains does not compile here until it
 * is made, and fails the laws of the printer until it is printed.
 */
function fill<T>(makers: { readonly [K in keyof Required<T>]: () => T[K] | typeof absent }): T {
  const fields = Object.entries<() => unknown>(makers).map(([key, make]) => [key, make()] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== absent)) as T;
}

/** An optional field that is there half of the time. */
function perhaps<T>(g: GeneratorValue, make: () => T): () => T | typeof absent {
  return () => (g(fc.boolean) ? make() : absent);
}
