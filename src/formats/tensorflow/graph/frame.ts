import { attempt } from "../../../diagnostics/index.ts";
import {
  type Constant,
  constantTensor,
  createBuilder,
  type Graph,
  type GraphBuilder,
  type Node,
  type ValueId,
} from "../../../ir/index.ts";
import { elementCount, fromNumbers, isStaticShape, type Tensor, toNumbers } from "../../../numerics/index.ts";
import { createEmitter, type Emitter, evaluate, findOp } from "../../../ops/index.ts";
import { type Build, createBuild } from "../ops/index.ts";
import type { ValueOut } from "./out.ts";

/** Most elements that are worked out while reading, and how deep the formulas may be. */
const mostElements = 4096;
const deepestFormula = 64;

/** A graph that is being built: the main one of a signature, or a branch or body that takes values of another. */
export interface Frame {
  readonly id: number;
  readonly parent: Frame | undefined;
  readonly builder: GraphBuilder;
  readonly emit: Emitter;
  readonly build: Build;
  /** Values of the parent that this graph takes, and what they are called here, in order of first use. */
  readonly captured: Map<ValueId, ValueId>;
  /** Outputs of nodes that could not be translated: what depends on them is not reported again. */
  readonly opaque: Set<ValueId>;
  /** Name of the node that is being translated. */
  stem: string;
  /** A value as it is called here: constants are repeated, others become captured inputs. */
  use(out: ValueOut): ValueId;
  /** The value of the parent as an input here. */
  capture(outer: ValueId): ValueId;
  /** The elements of a value, where they follow from constants by a short formula. */
  staticTensor(value: ValueId): Tensor | undefined;
}

/** A new graph inside another, or a main one. `nextId` numbers the frames of one translation. */
export function createFrame(parent: Frame | undefined, nextId: () => number): Frame {
  const builder = createBuilder();
  const frame: Frame = {
    id: nextId(),
    parent,
    builder,
    emit: createEmitter(builder, () => frame.stem),
    build: undefined as unknown as Build,
    captured: new Map(),
    opaque: new Set(),
    stem: parent?.stem ?? "",
    use,
    capture,
    staticTensor: (value) => elementsOf(value, 0),
  };
  const repeated = new Map<Constant, ValueId>();
  const makers = new Map<ValueId, Node>();
  let seen = 0;

  function use(out: ValueOut): ValueId {
    if (out.frame === frame) return out.value;
    const { constant, name } = out.frame.builder.value(out.value);
    if (constant !== undefined) {
      const known = repeated.get(constant);
      if (known !== undefined) return known;
      const value = builder.addConstant(constant, name);
      repeated.set(constant, value);
      return value;
    }
    if (parent === undefined) return out.value;
    const outer = parent.use(out);
    const value = capture(outer);
    if (parent.opaque.has(outer)) frame.opaque.add(value);
    return value;
  }

  function capture(outer: ValueId): ValueId {
    const known = frame.captured.get(outer);
    if (known !== undefined || parent === undefined) return known ?? outer;
    const { type, name } = parent.builder.value(outer);
    const value = builder.addValue({ type, name });
    frame.captured.set(outer, value);
    return value;
  }

  function makerOf(value: ValueId): Node | undefined {
    for (; seen < builder.nodes.length; seen++) {
      const node = builder.nodes[seen] as Node;
      for (const output of node.outputs) makers.set(output, node);
    }
    return makers.get(value);
  }

  function elementsOf(value: ValueId, depth: number): Tensor | undefined {
    const { constant, type } = builder.value(value);
    if (constant !== undefined) {
      return elementCount(constant.shape) > mostElements ? undefined : constantTensor(constant);
    }
    if (depth > deepestFormula || !isStaticShape(type.shape) || elementCount(type.shape) > mostElements)
      return undefined;
    const node = makerOf(value);
    if (node === undefined || findOp(node.op)?.effects !== "pure" || node.regions.length > 0) return undefined;
    const dims = frame.emit.known(value);
    if (isStaticShape(dims)) return fromNumbers(type.dtype, type.shape, dims);
    const inputs: (Tensor | null)[] = [];
    for (const input of node.inputs) {
      const tensor = input === null ? null : elementsOf(input, depth + 1);
      if (tensor === undefined) return undefined;
      inputs.push(tensor);
    }
    const outputs = node.outputs.map((output) => ({ dtype: builder.value(output).type.dtype }));
    const result = attempt(() =>
      evaluate({ op: node.op, name: node.name, attrs: node.attrs, inputs, outputs, regions: [] }),
    );
    return "value" in result ? result.value[node.outputs.indexOf(value)] : undefined;
  }

  return Object.assign(frame, { build: createBuild(frame.emit) });
}

/** The first element of a value, where it is known before the run. */
export function staticNumber(out: ValueOut): number | undefined {
  const tensor = out.frame.staticTensor(out.value);
  return tensor === undefined || tensor.dtype === "string" ? undefined : toNumbers(tensor)[0];
}

/** The finished graph of a frame. */
export function closeFrame(frame: Frame, name: string, inputs: readonly ValueId[], outputs: readonly ValueId[]): Graph {
  return { name, values: [...frame.builder.values], nodes: [...frame.builder.nodes], inputs, outputs };
}
