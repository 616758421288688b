import type { TensorType, ValueId } from "../../ir/index.ts";
import {
  compatibleShapes,
  type DType,
  formatShape,
  fromNumbers,
  isWideInteger,
  type Tensor,
  toNumbers,
} from "../../numerics/index.ts";
import type { DecomposeContext, InferContext, NoAttrs, Slot } from "../define.ts";
import { numberTypes, requireDtype } from "../dtypes.ts";
import { commonDtype, inputType, invalid, outputType } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** gradients: those of the result; features: what the activation was applied to, or its result; both of one shape. */
export const gradientInputs: readonly Slot[] = [{ name: "gradients" }, { name: "features" }];

const gradientTypes: readonly DType[] = numberTypes.filter((dtype) => !isWideInteger(dtype));

export function inferGradient(context: InferContext<NoAttrs>): readonly TensorType[] {
  requireDtype(context, 0, gradientTypes);
  const [gradients, features] = [inputType(context, 0).shape, inputType(context, 1).shape];
  if (!compatibleShapes(gradients, features)) {
    invalid(context, `its inputs have shapes ${formatShape(gradients)} and ${formatShape(features)}`);
  }
  return [outputType(context, commonDtype(context, 0, 1), gradients ?? features)];
}

/**
 * Gradients where `passes` holds for the feature, 0 elsewhere. TensorFlow multiplies by the truth value, so that an
 * infinite gradient that is stopped becomes NaN (`relu_op_functor.h`).
 */
export function maskGradients(
  inputs: readonly (Tensor | null)[],
  passes: (feature: number) => boolean,
): readonly Tensor[] {
  const [gradients, features] = [tensorAt(inputs, 0), toNumbers(tensorAt(inputs, 1))];
  const masked = toNumbers(gradients).map((value, i) => value * Number(passes(features[i] as number)));
  return [fromNumbers(gradients.dtype, gradients.shape, masked)];
}

/** Gradients times a truth value for each. */
export function multiplyByMask({ inputs, emit }: DecomposeContext<NoAttrs>, mask: ValueId): ValueId {
  const gradients = inputs[0] as ValueId;
  const { dtype } = emit.type(gradients);
  return emit.one("mul", [gradients, emit.one("cast", [mask], { dtype })], { activation: "none" });
}
