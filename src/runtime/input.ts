import { fail } from "../diagnostics/index.ts";
import { formatType, type TensorType } from "../ir/index.ts";
import {
  allocate,
  bindShape,
  type Dim,
  elementCount,
  entriesPerElement,
  formatShape,
  isStaticShape,
  type Shape,
  type Tensor,
  type TensorData,
  tensor,
} from "../numerics/index.ts";
import { RUN_E002 } from "./codes.ts";

/** What callers may feed: a tensor, or the elements alone when the model fixes the shape. */
export type InputValue = Tensor | TensorData;

/**
 * The tensor that an input value means. Bare elements take the input's shape; one free dimension is worked out from their
 * number. `symbols` collects what dimensions stand for, so that inputs agree on them. Throws `RUN-E002`.
 */
export function toInputTensor(name: string, type: TensorType, value: InputValue, symbols: Map<string, number>): Tensor {
  const bound: TensorType = { ...type, shape: bindShape(type.shape, Object.fromEntries(symbols)) };
  const refuse = (given: string): never => fail(RUN_E002, {}, { input: name, given, expected: formatType(bound) });
  if (isTensor(value)) {
    if (value.dtype !== type.dtype || !fits(bound.shape, value.shape)) {
      refuse(`${value.dtype}${formatShape(value.shape)}`);
    }
    const expected = entriesPerElement(value.dtype) * elementCount(value.shape);
    if (value.data.length !== expected) refuse(`${value.data.length} elements for shape ${formatShape(value.shape)}`);
    learn(type.shape, value.shape, symbols);
    return value;
  }
  const sample = allocate(type.dtype, 0);
  if (value.constructor !== sample.constructor) refuse(describeData(value));
  const shape = fillShape(bound.shape, value.length / entriesPerElement(type.dtype));
  if (shape === undefined) return refuse(`${describeData(value)} of ${value.length} elements`);
  learn(type.shape, shape, symbols);
  return tensor(type.dtype, shape, value);
}

function isTensor(value: InputValue): value is Tensor {
  return "dtype" in value;
}

function describeData(data: TensorData): string {
  return Array.isArray(data) ? "a list" : `a ${data.constructor.name}`;
}

function fits(expected: Shape, given: readonly number[]): boolean {
  if (expected === undefined) return true;
  return (
    expected.length === given.length &&
    expected.every((dim, axis) => typeof dim !== "number" || dim === given[axis]) &&
    given.every((dim) => Number.isInteger(dim) && dim >= 0)
  );
}

/** The input's shape for a number of elements, when at most one dimension is open and it divides. */
function fillShape(shape: Shape, elements: number): readonly number[] | undefined {
  if (shape === undefined) return [elements];
  if (isStaticShape(shape)) return elementCount(shape) === elements ? shape : undefined;
  const fixed = elementCount(shape.filter((dim): dim is number => typeof dim === "number"));
  const open = shape.filter((dim) => typeof dim !== "number").length;
  const left = elements / fixed;
  if (open !== 1 || !Number.isInteger(left)) return undefined;
  return shape.map((dim) => (typeof dim === "number" ? dim : left));
}

/** Notes what each symbol stands for: `N` from a dimension `N`, also through a factor and an offset. */
function learn(shape: Shape, given: readonly number[], symbols: Map<string, number>): void {
  shape?.forEach((dim: Dim, axis) => {
    if (typeof dim === "number" || dim.kind !== "affine") return;
    const [term, ...others] = Object.entries(dim.terms);
    if (term === undefined || others.length > 0 || symbols.has(term[0])) return;
    symbols.set(term[0], ((given[axis] as number) - dim.offset) / term[1]);
  });
}
