import { createPatch } from "../../ir/index.ts";
import { computedConstant } from "../../ops/index.ts";
import { outputOf, replaceOne, soleProducer } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";
import { along, channelMap, filterNode, plus, times } from "./affine.ts";
import { rebuiltFilterNode } from "./rebuilt-filter-node.ts";

/** `(w * x + b) * s + t = (w s) * x + (b s + t)`, exact in real numbers for every channel. */
export const foldChannelMapAfterFilter: Rule = {
  name: "foldChannelMapAfterFilter",
  summary:
    "Batch normalization, or arithmetic per channel, after a convolution or dense layer moves into its filter and bias",
  match(node, { graph }) {
    const map = channelMap(graph, node);
    if (map === undefined) return undefined;
    if (typeof map === "string") return refuse(map);
    const target = filterNode(graph, soleProducer(graph, node, map.data));
    if (target === undefined) {
      const maker = filterNode(graph, graph.producer(node.inputs[map.data] as never));
      return maker === undefined ? undefined : refuse("the convolution's result is also used elsewhere");
    }
    if (typeof target === "string") return refuse(target);
    if (target.node.attrs["activation"] !== "none") return refuse("an activation stands between");
    if (target.channels !== map.channels) return refuse("the channels are not the filter's outputs");

    const { filter, bias, roles, channels } = target;
    const reason = `${node.op} '${node.name}' folded into '${target.node.name}'`;
    const scaled =
      map.scale === undefined
        ? undefined
        : computedConstant(
            times(filter, along(roles.outputAxis, filter.shape.length, channels, map.scale)),
            filter.dtype,
            filter.shape,
            reason,
          );
    const scaledBias = bias !== undefined && map.scale !== undefined ? times(bias, map.scale) : bias;
    const shifted = scaledBias !== undefined && map.shift !== undefined ? plus(scaledBias, map.shift) : map.shift;
    const total = shifted ?? scaledBias;
    const newBias = total === undefined ? undefined : computedConstant(total, filter.dtype, [channels], reason);
    return createPatch(graph, "foldChannelMapAfterFilter", reason, [target.node, node], (builder) =>
      replaceOne(
        outputOf(node),
        rebuiltFilterNode(builder, target, { filter: scaled, bias: newBias, activation: node.attrs["activation"] }),
      ),
    );
  },
};
