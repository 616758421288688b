import { attempt, fail, HoldfastError } from "../diagnostics/index.ts";
import { type Attrs, type TensorType, tensorType } from "../ir/index.ts";
import {
  compatibleShapes,
  type DType,
  dtypeBits,
  elementCount,
  formatShape,
  isInteger,
  isStaticShape,
  type Tensor,
  tensor,
} from "../numerics/index.ts";
import { OPS_E001, OPS_E003, OPS_E005, OPS_E006 } from "./codes.ts";
import type { Reference, ReferenceHost, RegionType } from "./define.ts";
import { quantizedReferences } from "./generated/quantized-references.ts";
import { references } from "./generated/references.ts";
import type { OpName } from "./generated/table.ts";
import { concreteContext, findOp, inferOutputs } from "./inference.ts";

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

/** A host for operators that need none of it: every request is refused. */
export const pureHost: ReferenceHost = {
  runRegion: () => fail(OPS_E001, {}, { problem: "there is no session to run a graph in" }),
  runRegionOnce: () => fail(OPS_E001, {}, { problem: "there is no session to run a graph in" }),
  readVariable: () => undefined,
  assignVariable: () => fail(OPS_E001, {}, { problem: "there is no session to keep a variable in" }),
  random: () => fail(OPS_E001, {}, { problem: "there is no session to draw random numbers from" }),
};

/**
 * The outputs of one operator by its reference semantics. Throws a diagnostic that names the node when the inputs do not
 * fit the operator, the operator is not known, or its arithmetic on these dtypes is not defined.
 */
export function evaluate(application: Application, host: ReferenceHost = pureHost): readonly Tensor[] {
  const { op, name, attrs, inputs } = application;
  const definition = findOp(op);
  if (definition === undefined) {
    const shown = typeof attrs["op"] === "string" ? attrs["op"] : op;
    const kind = typeof attrs["kind"] === "string" ? attrs["kind"] : "an operator without a definition";
    return fail(OPS_E003, { node: name, op: shown }, { op: shown, kind });
  }
  const result = attempt(() => {
    const reference = chooseReference(application);
    const types = inputs.map(runtimeType);
    const declared = application.outputs.map(({ dtype }) =>
      dtype === undefined ? undefined : tensorType(dtype, undefined),
    );
    const context = concreteContext(
      op,
      attrs,
      inputs,
      types,
      application.regions,
      application.outputs.length,
      declared,
    );
    const inferred = inferOutputs(context, name);
    const outputs = inferred.map((type, i) => tensorType(application.outputs[i]?.dtype ?? type.dtype, type.shape));
    for (const { shape } of outputs) refuseHuge(op, shape);
    const quantization = application.outputs.map((output) => output.quantization);
    const made = reference({ attrs, inputs, outputs, quantization, host });
    return made.map((t, i) => checkResult(op, t, outputs[i], quantization[i]));
  });
  if ("value" in result) return result.value;
  throw new HoldfastError({ ...result.diagnostic, where: { node: name, op, ...result.diagnostic.where } });
}

/** Elements of the largest tensor that is computed: 2 GiB as doubles, which the references work in. */
const largestTensor = 2 ** 28;

function refuseHuge(op: string, shape: TensorType["shape"]): void {
  const elements = isStaticShape(shape) ? elementCount(shape) : 0;
  if (elements > largestTensor) fail(OPS_E005, { op }, { elements, limit: largestTensor });
}

function runtimeType(t: Tensor | null): TensorType | null {
  if (t === null) return null;
  return tensorType(t.dtype, t.shape, t.quantization?.kind === "blockwise" ? undefined : t.quantization);
}

/** The operator's arithmetic on quantized tensors when one takes part, else its arithmetic on numbers. */
function chooseReference({ op, inputs, outputs }: Application): Reference<Attrs> {
  const plain = references[op as OpName] as unknown as Reference<Attrs>;
  const definition = findOp(op);
  const quantized = [...inputs, ...outputs].find((t) => t?.quantization !== undefined && isStoredQuantized(t.dtype));
  if (!quantized || definition?.quantized === true) return plain;
  const own = quantizedReferences[op as OpName] as unknown as Reference<Attrs> | "none";
  if (own !== "none") return own;
  if (definition?.movesData === true) return plain;
  const why = "its arithmetic on quantized tensors is not defined";
  return fail(OPS_E006, { op }, { dtypes: [quantized?.dtype ?? "quantized"], why });
}

/** dtypes whose quantization changes what arithmetic means; 32-bit biases follow from their operator. */
function isStoredQuantized(dtype: DType | undefined): boolean {
  return dtype !== undefined && isInteger(dtype) && dtypeBits(dtype) <= 16;
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
