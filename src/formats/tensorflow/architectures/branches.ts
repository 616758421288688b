import type { ValueId } from "../../../ir/index.ts";
import type { Network } from "./network.ts";

/**
 * A step of a network as data: a convolution by its scope, a pooling, or paths whose channels are joined. Sizes of kernels and
 * numbers of channels are those of the variables.
 */
export type Step =
  | { readonly conv: string; readonly stride?: 2; readonly border?: "valid" }
  | { readonly maxPool: 2 | 3; readonly stride?: 2; readonly border?: "valid" }
  | "averagePool"
  | { readonly fork: readonly (readonly Step[])[] }
  | { readonly mixed: string; readonly branches: readonly (readonly Step[])[] };

/** A convolution by its scope. */
export const conv = (name: string): Step => ({ conv: name });
/** A convolution or pooling by 3 x 3 that halves height and width, without border. */
export const halved = (name: string): Step => ({ conv: name, stride: 2, border: "valid" });
export const halvedPool: Step = { maxPool: 3, stride: 2, border: "valid" };
/** Branches `Branch_0`, `Branch_1`, ... in a scope. */
export const mixed = (name: string, ...branches: readonly (readonly Step[])[]): Step => ({ mixed: name, branches });

/** Runs steps one after the other within a scope. */
export function runSteps(net: Network, x: ValueId, scope: string, steps: readonly Step[]): ValueId {
  return steps.reduce((value, step) => runStep(net, value, scope, step), x);
}

function runStep(net: Network, x: ValueId, scope: string, step: Step): ValueId {
  if (step === "averagePool") return net.averagePool(x, scope);
  if ("conv" in step) {
    const { stride = 1, border = "same" } = step;
    return net.conv(x, `${scope}/${step.conv}`, { stride, border });
  }
  if ("maxPool" in step) return net.maxPool(x, step.maxPool, step.stride ?? 1, step.border ?? "same", scope);
  if ("fork" in step)
    return net.concat(
      step.fork.map((path) => runSteps(net, x, scope, path)),
      scope,
    );
  const inner = `${scope}/${step.mixed}`;
  return net.concat(
    step.branches.map((branch, i) => runSteps(net, x, `${inner}/Branch_${i}`, branch)),
    inner,
  );
}
