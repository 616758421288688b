import { invalid, requireRank } from "../infer.ts";

/**
 * Bit i of a mask speaks of element i of begin, end and strides. `beginMask`, `endMask`: that end is all the way;
 * `ellipsisMask`: the element stands for as many whole axes as are left; `newAxisMask`: an axis of extent 1 is put in;
 * `shrinkAxisMask`: only index `begin` is taken and the axis goes. `offset`: ends count from the begins, and the end mask has
 * no effect.
 */
export interface StridedSliceAttrs {
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
  readonly offset: boolean;
}

/**
 * One part of a strided slice: an axis of extent 1 that is put in, or an axis of the input with the element of begin, end
 * and strides that slices it. An axis without an element is taken whole.
 */
export type SliceItem =
  | { readonly kind: "newAxis" }
  | { readonly kind: "axis"; readonly axis: number; readonly element?: number; readonly shrink: boolean };

/**
 * The parts of a slice given by `elements` elements of begin, end and strides, on a tensor of rank `rank`, in order. Where
 * several masks name one element the ellipsis goes before the new axis, the new axis before the shrinking (TensorFlow,
 * `StridedSlice`).
 */
export function sliceItems(
  context: { readonly op: string },
  masks: StridedSliceAttrs,
  elements: number,
  rank: number,
): readonly SliceItem[] {
  requireRank(elements);
  const isEllipsis = (element: number) => hasBit(masks.ellipsisMask, element);
  const isNewAxis = (element: number) => !isEllipsis(element) && hasBit(masks.newAxisMask, element);
  const all = Array.from({ length: elements }, (_, element) => element);
  const slicing = all.filter((element) => !isEllipsis(element) && !isNewAxis(element)).length;
  if (all.filter(isEllipsis).length > 1) invalid(context, "it has more than one ellipsis");
  if (slicing > rank) invalid(context, `it slices ${slicing} axes of a tensor of rank ${rank}`);
  const items: SliceItem[] = [];
  let axis = 0;
  const whole = (count: number) => {
    for (let i = 0; i < count; i++) items.push({ kind: "axis", axis: axis++, shrink: false });
  };
  for (const element of all) {
    if (isEllipsis(element)) whole(rank - slicing);
    else if (isNewAxis(element)) items.push({ kind: "newAxis" });
    else items.push({ kind: "axis", axis: axis++, element, shrink: hasBit(masks.shrinkAxisMask, element) });
  }
  whole(rank - axis);
  return items;
}

/** Bit `index` of a mask of any width. */
export function hasBit(mask: number, index: number): boolean {
  return Math.floor(mask / 2 ** index) % 2 === 1;
}
