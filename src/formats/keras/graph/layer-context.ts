import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { formatDim } from "../../../numerics/index.ts";
import { KER_E016 } from "../codes.ts";
import type { KerasLayer } from "../config/layer.ts";
import type { Policy } from "../config/policy.ts";
import type { Build } from "../emit/build.ts";
import {
  isResolvedList,
  type LayerContext,
  type Resolved,
  type ResolvedCall,
  valuesIn,
  type WeightScope,
} from "../layers/context.ts";

/** What a context takes from the translation around it. */
export type ContextServices = Pick<
  LayerContext,
  "invoke" | "activate" | "isCustom" | "mask" | "setMask" | "clearMask" | "noteStateful"
>;

/** The context of one call of a built-in layer. */
export function createLayerContext(
  layer: KerasLayer,
  call: ResolvedCall,
  policy: Policy,
  weights: WeightScope,
  build: Build,
  file: string,
  services: ContextServices,
): LayerContext {
  const where = { file, node: layer.path, op: layer.className };
  const unsupported = (problem: string): never => fail(KER_E016, where, { problem });
  const inputs = valuesIn(call.args[0]);
  const argument = (position: number | null, name: string): Resolved | undefined =>
    (position === null ? undefined : call.args[position]) ?? call.kwargs.get(name);

  return {
    ...weights,
    ...services,
    layer,
    config: layer.config,
    build,
    call,
    inputs,
    get input(): ValueId {
      const [only, ...others] = inputs;
      if (only === undefined || others.length > 0)
        return unsupported(`it takes one tensor, ${inputs.length} are given`);
      return only;
    },
    dtype: policy.compute,
    variableDtype: policy.variable,
    argument,
    tensor(position, name) {
      const given = argument(position, name);
      if (given === undefined || given === null) return undefined;
      const [only, ...others] = valuesIn(given);
      if (only !== undefined && others.length === 0 && !isResolvedList(given)) return only;
      return others.length === 0 && only !== undefined ? only : unsupported(`its argument '${name}' is not a tensor`);
    },
    constant: (constant, name) => build.emit.constant(constant, `${layer.path}/${name}`),
    extent(x, axis) {
      const dim = build.dims(x)[build.axis(x, axis)];
      if (typeof dim === "number") return dim;
      return unsupported(
        `axis ${axis} of its input has the extent ${dim === undefined ? "?" : formatDim(dim)}, which must be known`,
      );
    },
    unsupported,
  };
}
