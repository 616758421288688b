import type { TensorType } from "../../ir/index.ts";
import {
  broadcastShapes,
  type Dim,
  elementCount,
  entriesPerElement,
  isStaticShape,
  type Shape,
  type Tensor,
  toNumbers,
  unknownDim,
} from "../../numerics/index.ts";
import type { InferContext, NoAttrs, ReferenceContext, Slot } from "../define.ts";
import { requireDtype } from "../dtypes.ts";
import { commonDtype, inputType, moved } from "../infer.ts";
import { broadcastOffsets, gatherElements, staticShape, tensorAt } from "../reference.ts";
import { joinElements, requireOneQuantization } from "../shape/elements.ts";

/** condition: bool; x and y: one dtype, which may be any. */
export const selectInputs: readonly Slot[] = [{ name: "condition" }, { name: "x" }, { name: "y" }];

/** The result under a shape: the type of the branches, which have one dtype. */
export function inferBranches(context: InferContext<NoAttrs>, shape: Shape): readonly TensorType[] {
  requireDtype(context, 0, ["bool"]);
  commonDtype(context, 1, 2);
  return [moved(context, 1, shape)];
}

/** Shape data chosen by a condition that is a constant. */
export function evaluateSelectDims(context: InferContext<NoAttrs>): readonly Dim[] | undefined {
  const condition = context.constant(0);
  const [x, y] = [context.known(1), context.known(2)];
  const [shapeX, shapeY] = [inputType(context, 1).shape, inputType(context, 2).shape];
  if (!condition || !x || !y || !isStaticShape(shapeX) || !isStaticShape(shapeY)) return undefined;
  const shape = broadcastShapes(broadcastShapes(condition.shape, shapeX) ?? [], shapeY);
  if (!isStaticShape(shape)) return undefined;
  const chosen = toNumbers(condition);
  const fromX = broadcastOffsets(shapeX, shape);
  const fromY = broadcastOffsets(shapeY, shape);
  return Array.from(broadcastOffsets(condition.shape, shape), (at, i) => {
    const dim = chosen[at] === 0 ? y[fromY[i] as number] : x[fromX[i] as number];
    return dim ?? unknownDim;
  });
}

/** Elements of x or y by the condition, the three broadcast to the result. */
export function selectElements({ inputs, outputs }: ReferenceContext<NoAttrs>, condition: Tensor): readonly Tensor[] {
  const [x, y] = [tensorAt(inputs, 1), tensorAt(inputs, 2)];
  requireOneQuantization("select", [x, y]);
  const shape = staticShape(outputs);
  const flags = toNumbers(condition);
  const fromX = broadcastOffsets(x.shape, shape);
  const fromY = broadcastOffsets(y.shape, shape);
  const firstOfY = elementCount(x.shape);
  const offsets = broadcastOffsets(condition.shape, shape).map((at, i) =>
    flags[at] === 0 ? firstOfY + (fromY[i] as number) : (fromX[i] as number),
  );
  return [gatherElements(joinElements([x, y]), shape, offsets, entriesPerElement(x.dtype))];
}
