import { attempt, fail, HoldfastError } from "../diagnostics/index.ts";
import { type Attrs, type TensorType, tensorType } from "../ir/index.ts";
import {
  compatibleShapes,
  type DType,
  elementCount,
  formatShape,
  isStaticShape,
  type Tensor,
  tensor,
} from "../numerics/index.ts";
import { OPS_E001, OPS_E003, OPS_E005, OPS_E006 } from "./codes.ts";
import { type CustomOperator, type CustomOperators, findCustom } from "./custom.ts";
import type { Reference, ReferenceHost, RegionReference, RegionSteps, RegionType } from "./define.ts";
import { quantizedReferences } from "./generated/quantized-references.ts";
import { references } from "./generated/references.ts";
import type { OpName } from "./generated/table.ts";
import { concreteContext, findOp, inferOutputs } from "./inference.ts";
import { isStored } from "./sums.ts";

/** One application of an operator to tensors. */
export interface Application {
  readonly op: string;
  readonly name: string;
  readonly attrs: Attrs;
  readonly inputs: readonly (Tensor | null)[];
  /** dtype and quantization that each output is stored with; a dtype left out is the inferred one. */
  readonly outputs: readonly { readonly dtype?: DType; readonly quantization?: Tensor["quantization"] }[];
  readonly regions: readonly RegionType[];
}

/** A host for operators that need none of it: every request is refused, states are dropped. */
export const pureHost: ReferenceHost = {
  isFirstRun: () => true,
  readVariable: () => undefined,
  assignVariable: () => fail(OPS_E001, {}, { problem: "there is no session to keep a variable in" }),
  keepState: () => {},
  random: () => fail(OPS_E001, {}, { problem: "there is no session to draw random numbers from" }),
  drawBlocks: () => 0,
};

/**
 * The outputs of one operator by its reference semantics. Throws a diagnostic that names the node when the inputs do not
 * fit the operator, the operator is not known, its arithmetic on these dtypes is not defined, or it runs regions.
 */
export function evaluate(application: Application, host: ReferenceHost = pureHost): readonly Tensor[] {
  const step = evaluateSteps(application, host).next();
  if (step.done === true) return step.value;
  const { op, name } = application;
  return fail(OPS_E001, { node: name, op }, { problem: "there is no session to run its graphs in" });
}

/**
 * {@link evaluate} of operators that may run regions: yields each region that is to be run and is given its outputs.
 * `custom` are operators given in code for opaque nodes.
 */
export function* evaluateSteps(
  application: Application,
  host: ReferenceHost = pureHost,
  custom: CustomOperators = {},
): RegionSteps {
  const { op, name, attrs } = application;
  const definition = findOp(op);
  const own = findCustom(custom, op, attrs);
  const shown = definition === undefined && typeof attrs["op"] === "string" ? attrs["op"] : op;
  if (definition === undefined && own === undefined) {
    const kind = typeof attrs["kind"] === "string" ? attrs["kind"] : "an operator without a definition";
    return fail(OPS_E003, { node: name, op: shown }, { op: shown, kind });
  }
  const placed = <T>(work: () => T): T => {
    const result = attempt(work);
    if ("value" in result) return result.value;
    throw new HoldfastError({ ...result.diagnostic, where: { node: name, op: shown, ...result.diagnostic.where } });
  };
  const { outputs, made } = placed(() => begin(application, host, own));
  if (Array.isArray(made)) return placed(() => finish(application, outputs, made));
  const steps = made as RegionSteps;
  for (let step = placed(() => steps.next([])); ; ) {
    if (step.done === true) {
      const results = step.value;
      return placed(() => finish(application, outputs, results));
    }
    const results = yield step.value;
    step = placed(() => steps.next(results));
  }
}

interface Begun {
  readonly outputs: readonly TensorType[];
  readonly made: readonly Tensor[] | RegionSteps;
}

function begin(application: Application, host: ReferenceHost, custom: CustomOperator | undefined): Begun {
  const { op, name, attrs, inputs } = application;
  const reference = custom?.reference ?? chooseReference(application);
  const types = inputs.map(runtimeType);
  const declared = application.outputs.map(({ dtype, quantization }) =>
    dtype === undefined ? undefined : tensorType(dtype, undefined, knownQuantization(quantization)),
  );
  const count = application.outputs.length;
  const context = concreteContext(op, attrs, inputs, types, application.regions, count, declared);
  const inferred = custom === undefined ? inferOutputs(context, name) : custom.infer(context);
  const outputs = inferred.map((type, i) => tensorType(application.outputs[i]?.dtype ?? type.dtype, type.shape));
  for (const { shape } of outputs) refuseHuge(op, shape);
  const quantization = application.outputs.map((output) => output.quantization);
  return {
    outputs,
    made: reference({ attrs, inputs, outputs, quantization, regionCount: application.regions.length, host }),
  };
}

function finish(
  { op, outputs: stored }: Application,
  outputs: readonly TensorType[],
  made: readonly Tensor[],
): readonly Tensor[] {
  if (made.length < outputs.length) {
    fail(OPS_E001, { op }, { problem: `made ${made.length} results, expected ${outputs.length}` });
  }
  return made.map((t, i) => checkResult(op, t, outputs[i], stored[i]?.quantization));
}

/** Elements of the largest tensor that is computed: 2 GiB as doubles, which the references work in. */
const largestTensor = 2 ** 28;

function refuseHuge(op: string, shape: TensorType["shape"]): void {
  // An extent counts by itself as well: references walk along axes of tensors without elements.
  const elements = isStaticShape(shape) ? Math.max(elementCount(shape), ...shape) : 0;
  if (elements > largestTensor) fail(OPS_E005, { op }, { elements, limit: largestTensor });
}

function runtimeType(t: Tensor | null): TensorType | null {
  return t === null ? null : tensorType(t.dtype, t.shape, knownQuantization(t.quantization));
}

/** The part of a tensor's quantization that a type can hold: blockwise scales are tensors of the graph. */
function knownQuantization(quantization: Tensor["quantization"]): TensorType["quantization"] {
  return quantization?.kind === "blockwise" ? undefined : quantization;
}

/** The operator's arithmetic on quantized tensors when one takes part, else its arithmetic on numbers. */
function chooseReference({ op, inputs, outputs }: Application): Reference<Attrs> | RegionReference<Attrs> {
  const plain = references[op as OpName] as unknown as Reference<Attrs> | RegionReference<Attrs>;
  const definition = findOp(op);
  const quantized = [...inputs, ...outputs].find((t) => isStored(t));
  if (!quantized || definition?.quantized === true) return plain;
  const own = quantizedReferences[op as OpName] as unknown as Reference<Attrs> | "none";
  if (own !== "none") return own;
  if (definition?.movesData === true) return plain;
  const why = "its arithmetic on quantized tensors is not defined";
  return fail(OPS_E006, { op }, { dtypes: [quantized?.dtype ?? "quantized"], why });
}

/** Stands between the reference and the graph: a result that is not what inference said is a bug made visible. */
function checkResult(
  op: string,
  t: Tensor,
  expected: TensorType | undefined,
  quantization: Tensor["quantization"],
): Tensor {
  if (expected !== undefined && (t.dtype !== expected.dtype || !compatibleShapes(expected.shape, t.shape))) {
    const made = `${t.dtype}${formatShape(t.shape)}`;
    fail(OPS_E001, { op }, { problem: `made ${made}, expected ${expected.dtype}${formatShape(expected.shape)}` });
  }
  return quantization === t.quantization ? t : tensor(t.dtype, t.shape, t.data, quantization);
}
