import { fail, HoldfastError } from "../diagnostics/index.ts";
import type { Attrs, TensorType } from "../ir/index.ts";
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
  return guarded(name, operators[name] as CustomOperator);
}

/** The operator with what its code throws turned into a diagnostic (`OPS-E010`). */
function guarded(op: string, { infer, reference }: CustomOperator): CustomOperator {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof HoldfastError) throw error;
      return fail(OPS_E010, { op }, { op, message: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    infer: (context) => guard(() => infer(context)),
    reference: (context) => guard(() => reference(context)),
  };
}
