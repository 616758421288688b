import type { ResourceHandle, Tensor } from "../../numerics/index.ts";
import type { InferContext } from "../define.ts";
import { inputType, invalid, unsupportedTypes } from "../infer.ts";
import { tensorAt } from "../reference.ts";

/** Key of a resource variable: variables with the same container and shared name are one (TensorFlow's resource manager). */
export function variableKey(container: string, sharedName: string): string {
  return `${container}/${sharedName}`;
}

/** The first input refers to a variable. */
export function requireHandle<A>(context: InferContext<A>): void {
  const { dtype } = inputType(context, 0);
  if (dtype !== "resource") unsupportedTypes(context, [dtype], "input 0 must be a resource");
}

/** Key of the variable that the first input refers to. */
export function handleKey(op: string, inputs: readonly (Tensor | null)[]): string {
  const [handle] = tensorAt(inputs, 0).data as readonly ResourceHandle[];
  return handle?.key ?? invalid({ op }, "its handle is empty");
}
