import { fail, HoldfastError } from "../diagnostics/index.ts";
import type { Attrs, TensorType } from "../ir/index.ts";
import { allocate, elementCount, entriesPerElement, formatShape, isDType, type Tensor } from "../numerics/index.ts";
import { OPS_E010 } from "./codes.ts";
import type { InferContext, Reference } from "./define.ts";

/**
 * An operator given in code, for the nodes whose source calls it so. Its attributes are those of the opaque node: `op`, its
 * name in the source; `customOptions`, the bytes of a TensorFlow Lite custom operator's options, often a FlexBuffer
 * (`decodeFlexBuffer`); `options`, what a table of the format says.
 */
export interface CustomOperator {
  /** Types of the outputs. `context.declared` has the dtype that the model declares for each; all shapes are static. */
  readonly infer: (context: InferContext<Attrs>) => readonly TensorType[];
  /** The outputs, of the types that `infer` gives. */
  readonly reference: Reference<Attrs>;
}

/** Custom operators by their name in the source: `MyOp`, `FlexErf`. */
export type CustomOperators = Readonly<Record<string, CustomOperator>>;

/** The operator given for an opaque node. */
export function findCustom(operators: CustomOperators, op: string, attrs: Attrs): CustomOperator | undefined {
  const name = attrs["op"];
  if (op !== "opaque" || typeof name !== "string" || !Object.hasOwn(operators, name)) return undefined;
  return guarded(name, operators[name]);
}

/** The operator with what its code throws, and answers that are none, turned into a diagnostic (`OPS-E010`). */
function guarded(op: string, operator: Partial<CustomOperator> | null | undefined): CustomOperator {
  const refuse = (message: string): never => fail(OPS_E010, { op }, { op, message });
  const guard = <T>(
    work: (() => T) | undefined,
    name: string,
    problemOf: (answer: unknown) => string | undefined,
  ): T => {
    if (work === undefined) return refuse(`it has no function '${name}'`);
    let answer: T;
    try {
      answer = work();
    } catch (error) {
      if (error instanceof HoldfastError) throw error;
      return refuse(error instanceof Error ? error.message : String(error));
    }
    if (!Array.isArray(answer)) return refuse(`'${name}' answered no list`);
    const problem = answer.map(problemOf).find((found) => found !== undefined);
    return problem === undefined ? answer : refuse(`'${name}' answered ${problem}`);
  };
  const bound = <A, T>(f: ((argument: A) => T) | undefined, argument: A): (() => T) | undefined =>
    typeof f === "function" ? () => f(argument) : undefined;
  return {
    infer: (context) => guard(bound(operator?.infer, context), "infer", typeProblem),
    reference: (context) => guard(bound(operator?.reference, context), "reference", tensorProblem),
  };
}

/** What keeps an answer from being a type whose shape is numbers. */
function typeProblem(answer: unknown): string | undefined {
  const { dtype, shape } = (answer ?? {}) as { readonly dtype?: unknown; readonly shape?: unknown };
  if (typeof dtype !== "string" || !isDType(dtype)) return `the dtype ${String(dtype)}`;
  const isShape = Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  return isShape ? undefined : `the shape ${String(shape)}`;
}

/** What keeps an answer from being a tensor: its type, the kind of its elements, or their number. */
function tensorProblem(answer: unknown): string | undefined {
  const problem = typeProblem(answer);
  if (problem !== undefined) return problem;
  const { dtype, shape, data } = answer as Tensor;
  const expected = allocate(dtype, 0).constructor;
  if (data?.constructor !== expected) return `elements of ${dtype} that are no ${expected.name}`;
  const count = elementCount(shape) * entriesPerElement(dtype);
  return data.length === count ? undefined : `${data.length} elements for the shape ${formatShape(shape)}`;
}
