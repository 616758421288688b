import type { TensorType } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";

/** The value that a placeholder has at inference, and how that is known; undefined for an input. */
export function inferenceValue(
  name: string,
  type: TensorType,
): { readonly value: boolean | number; readonly why: string } | undefined {
  const isScalar = type.shape === undefined || type.shape.length === 0;
  if (!isScalar) return undefined;
  const last = name.split("/").at(-1) ?? name;
  const isNamed = /train|phase|learning/i.test(last);
  if (type.dtype === "bool") {
    return {
      value: false,
      why: isNamed ? "its name says that it turns on training" : "a truth value that nothing sets",
    };
  }
  if (!isFloat(type.dtype)) return undefined;
  if (/keep/i.test(last)) return { value: 1, why: "its name says that it is the share that dropout keeps" };
  if (/drop(out)?(_?(rate|prob))?$/i.test(last))
    return { value: 0, why: "its name says that it is the rate of dropout" };
  return undefined;
}
