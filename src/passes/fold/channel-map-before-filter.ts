import { type Constant, createPatch, type Expression } from "../../ir/index.ts";
import { computedConstant } from "../../ops/index.ts";
import { outputOf, replaceOne, soleProducer } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";
import {
  along,
  type ChannelMap,
  channelMap,
  type FilterNode,
  filterNode,
  plus,
  repeated,
  sumOverAllBut,
  times,
} from "./affine.ts";
import { rebuiltFilterNode } from "./rebuilt-filter-node.ts";

/** `w * (x s + t) + b = (w s) * x + (b + sum(w t))`, where no padding takes part in the sum. */
export const foldChannelMapBeforeFilter: Rule = {
  name: "foldChannelMapBeforeFilter",
  summary:
    "Batch normalization, or arithmetic per channel, before a convolution or dense layer moves into its filter and bias",
  match(node, { graph }) {
    const target = filterNode(graph, node);
    if (target === undefined || typeof target === "string") return undefined;
    const source = soleProducer(graph, node, target.roles.data);
    const map = source === undefined ? undefined : channelMap(graph, source);
    if (source === undefined || map === undefined || typeof map === "string") return undefined;
    if ((source.attrs["activation"] ?? "none") !== "none") return undefined;

    const { filter, bias, roles, channels } = target;
    if (map.shift !== undefined && roles.coversData?.(node.attrs, filter.shape) !== true) {
      return refuse(`'${source.name}' shifts its input, and the border of '${node.name}' is padded with zeros`);
    }
    const spread = overFilter(map, target);
    if (typeof spread === "string") return refuse(spread);
    const reason = `${source.op} '${source.name}' folded into '${node.name}'`;
    const scaled: Constant | undefined =
      spread.scale && computedConstant(times(filter, spread.scale), filter.dtype, filter.shape, reason);
    const added = spread.shift && sumOverAllBut(roles.outputAxis, filter.shape.length, times(filter, spread.shift));
    const total = added && (bias === undefined ? added : plus(bias, added));
    const newBias = total && computedConstant(total, filter.dtype, [channels], reason);
    const data = source.inputs[map.data] as NonNullable<(typeof source.inputs)[number]>;
    return createPatch(graph, "foldChannelMapBeforeFilter", reason, [source, node], (builder) =>
      replaceOne(outputOf(node), rebuiltFilterNode(builder, target, { filter: scaled, bias: newBias, data })),
    );
  },
};

/** The map's vectors laid over the filter's input channels; a text when the filter has them elsewhere. */
function overFilter(
  map: ChannelMap,
  { filter, roles, channels }: FilterNode,
): { readonly scale: Expression | undefined; readonly shift: Expression | undefined } | string {
  const rank = filter.shape.length;
  const lay = (values: Expression | undefined): Expression | undefined => {
    if (values === undefined) return undefined;
    if (roles.inputAxis !== undefined) return along(roles.inputAxis, rank, map.channels, values);
    return along(roles.outputAxis, rank, channels, repeated(values, map.channels, channels / map.channels));
  };
  if (roles.inputAxis !== undefined && filter.shape[roles.inputAxis] !== map.channels) {
    return "the filter's input channels are not the map's channels: it is grouped, or flattens its input";
  }
  return { scale: lay(map.scale), shift: lay(map.shift) };
}
