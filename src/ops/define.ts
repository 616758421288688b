import type { Attrs, TensorType, ValueId } from "../ir/index.ts";
import type { Dim, Tensor } from "../numerics/index.ts";
import type { AttributeRules, FusedActivation } from "./attributes.ts";
import type { Emitter } from "./emit.ts";

/** What inference may look at. */
export interface InferContext<A> {
  /** Operator name, for messages. */
  readonly op: string;
  readonly attrs: A;
  readonly inputs: readonly (TensorType | null)[];
  /** Types that each region takes and gives, in the operator's order. */
  readonly regions: readonly RegionType[];
  /** Number of outputs that the node lists. */
  readonly outputCount: number;
  /** Types that the node's outputs are declared with, for operators whose result type is stated and not implied. */
  readonly declared?: readonly (TensorType | undefined)[];
  /** Elements of an integer input that are known before the run: constants, or dimensions carried through shape arithmetic. */
  known(input: number): readonly Dim[] | undefined;
  /** The whole tensor of an input, when it is a constant or the graph is being run. */
  constant(input: number): Tensor | undefined;
}

export interface RegionType {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
}

/** One input or output slot of an operator. */
export interface Slot {
  readonly name: string;
  /** The slot may be `null` or missing at the end. */
  readonly optional?: true;
  /** The slot, which is the last, takes any number of values. */
  readonly variadic?: true;
}

/**
 * What an operator touches besides its inputs and outputs. Passes remove unused nodes unless they write, fold and
 * reorder only pure ones.
 */
export type Effects = "pure" | "random" | "reads" | "writes";

/** An operator that multiplies its data by a filter and adds a bias: what folding an affine map into it needs to know. */
export interface AffineFilter {
  readonly data: number;
  readonly filter: number;
  readonly bias: number;
  /** Axis of the filter that runs over output channels. */
  readonly outputAxis: number;
  /** Axis of the filter that runs over input channels; absent where each input channel has its own output (depthwise). */
  readonly inputAxis?: number;
  /** Sizes of the filter's window along the spatial axes, outermost first; absent where there is none. */
  readonly window?: (filterShape: readonly number[]) => readonly number[];
  /**
   * Whether every output sums over all taps of the filter, none of them over padding: then a constant added to the data
   * adds a constant to the result. Absent where that never holds.
   */
  readonly coversData?: (attrs: Attrs, filterShape: readonly number[]) => boolean;
}

/**
 * What an operator is, without how it is computed: this much is bundled into every program. Reference semantics,
 * decomposition and examples are separate exports of the operator's file, so that bundlers can leave them out.
 */
export interface OpDef<N extends string, A> {
  readonly name: N;
  readonly summary: string;
  readonly attrs: AttributeRules<A>;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /**
   * Types of the outputs. Throws a diagnostic (`invalid`) when the inputs do not fit. With static shapes and known
   * shape inputs the result is static, unless the extent depends on data.
   */
  readonly infer: (context: InferContext<A>) => readonly TensorType[];
  /**
   * Elements of an integer output that follow from dimensions alone; the key to shape arithmetic. Called after `infer`,
   * for outputs of static shape and few elements.
   */
  readonly evaluateDims?: (context: InferContext<A>, output: number) => readonly Dim[] | undefined;
  readonly effects: Effects;
  /** How far implementations may differ: not at all, by rounding of the result, by the order of a sum, or freely. */
  readonly tolerance: "exact" | "rounding" | "accumulation" | "random";
  /** The input that the operator hands through unchanged at inference; training-only operators have one. */
  readonly inferenceIdentity?: number;
  /** Every runtime honours the operator's attribute `activation` for clamps, so that a following one may move into it. */
  readonly fusesActivation?: true;
  /** The fused activation that this operator is, when applied alone; clamps only, as kernels fuse nothing else. */
  readonly asActivation?: FusedActivation;
  readonly affineFilter?: AffineFilter;
  /** What padding cells of the first input's window count as; absent where they do not count (average) or there is no window. */
  readonly paddingValue?: number;
  /** Element i of the output depends on element i of the inputs only. */
  readonly elementwise?: true;
  /** Types that the operator's regions take, from those of its inputs; all regions take the same. */
  readonly regionInputs?: (inputs: readonly (TensorType | null)[]) => readonly (TensorType | null)[];
  /** The operator's reference itself minds quantization; others export a `QuantizedReference` of their own. */
  readonly quantized?: true;
  /** The first input's elements in their order under another shape. */
  readonly changesShapeOnly?: true;
  /** Moves or repeats elements without computing: valid for any dtype, quantization passes through. */
  readonly movesData?: true;
}

export type AnyOpDef = OpDef<string, never>;

/** The outputs' elements from the inputs' elements: plain, slow, and the meaning of the operator. */
export type Reference<A> = (context: ReferenceContext<A>) => readonly Tensor[];

/** A region of the node that is to be run. */
export interface RegionCall {
  /** Index among the node's regions. */
  readonly region: number;
  readonly inputs: readonly Tensor[];
}

/** What an operator computes between runs of its regions: yields each, is given its outputs, returns its own. */
export type RegionSteps = Generator<RegionCall, readonly Tensor[], readonly Tensor[]>;

/** The {@link Reference} of an operator that runs regions; stopping between two steps stops it. */
export type RegionReference<A> = (context: ReferenceContext<A>) => RegionSteps;

export interface ReferenceContext<A> {
  readonly attrs: A;
  readonly inputs: readonly (Tensor | null)[];
  /** Inferred from the inputs of this run: static, except extents that depend on data. */
  readonly outputs: readonly TensorType[];
  /** Quantization of each output, resolved to tensors where it is blockwise. */
  readonly quantization: readonly Tensor["quantization"][];
  /** How many regions the node has. */
  readonly regionCount: number;
  /** What the session provides to operators with state, regions or randomness. */
  readonly host: ReferenceHost;
}

export interface ReferenceHost {
  /** Whether a region of the node is run for the first time in the session; from now on it is not. */
  isFirstRun(region: number): boolean;
  readVariable(key: string): Tensor | undefined;
  assignVariable(key: string, value: Tensor): void;
  /** New content of the stateful tensor that stands at an input; nothing is kept where the input is none. */
  keepState(input: number, value: Tensor): void;
  /** A number in [0, 1), from the session's seeded generator. */
  random(): number;
  /**
   * Where the node stands in its own stream of random blocks: how many of them it has drawn in the session. `blocks` more
   * are drawn now.
   */
  drawBlocks(blocks: number): number;
  /** Where tensors are saved and restored by name; absent without one. */
  readonly store?: TensorStore;
  /**
   * Sums of float32 are rounded at every step, in the order in which TensorFlow Lite's reference kernels add: for models in which
   * integers depend on real sums, where one unit in the last place moves a whole step.
   */
  readonly roundsSums?: boolean;
}

/**
 * Keeps tensors for a model that saves and restores them, given by whoever runs it: the core touches no disk. What cannot
 * be kept or is damaged leaves by a diagnostic.
 */
export interface TensorStore {
  /** The tensors saved under a name, by theirs; undefined when there are none. */
  read(name: string): ReadonlyMap<string, Tensor> | undefined;
  /** Keeps tensors under a name, in place of those that it had. */
  write(name: string, tensors: ReadonlyMap<string, Tensor>): void;
}

/** The operator in terms of simpler ones, emitted in place of a node; answers the values of its outputs. */
export type Decomposition<A> = (context: DecomposeContext<A>) => readonly ValueId[];

export interface DecomposeContext<A> {
  readonly attrs: A;
  readonly inputs: readonly (ValueId | null)[];
  readonly emit: Emitter;
}

/** A literal case of an operator: a test of every implementation and a line of its documentation. */
export interface Example<A> {
  readonly name: string;
  readonly attrs: A;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly Tensor[];
  /** Where the expected numbers come from, when not worked out by hand. */
  readonly oracle?: string;
}

/** Declares an operator. Identity at run time. */
export function defineOp<N extends string, A>(definition: OpDef<N, A>): OpDef<N, A> {
  return definition;
}

/** Attributes of operators that have none. */
export type NoAttrs = Readonly<Record<never, never>>;
