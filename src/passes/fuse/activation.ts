import { createPatch } from "../../ir/index.ts";
import { findOp } from "../../ops/index.ts";
import { outputOf, replaceOne, soleProducer } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";

export const fuseActivation: Rule = {
  name: "fuseActivation",
  summary:
    "An activation moves into the operator before it, when that has a place for it and nothing else reads its result",
  match(node, { graph }) {
    const activation = findOp(node.op)?.asActivation;
    if (activation === undefined || graph.value(outputOf(node))?.type.quantization !== undefined) return undefined;
    const maker = node.inputs[0] === null ? undefined : graph.producer(node.inputs[0] as never);
    if (maker === undefined || findOp(maker.op)?.fusesActivation !== true) return undefined;
    if (soleProducer(graph, node, 0) === undefined) return refuse(`'${maker.name}' is also used elsewhere`);
    if (maker.attrs["activation"] !== "none") return refuse(`'${maker.name}' already has an activation`);
    const reason = `${node.op} '${node.name}' fused into '${maker.name}'`;
    return createPatch(graph, "fuseActivation", reason, [maker, node], (builder) => {
      const { type, name } = builder.value(outputOf(node));
      const fused = builder.addNode({
        op: maker.op,
        name: maker.name,
        attrs: { ...maker.attrs, activation },
        inputs: maker.inputs,
        outputs: [{ type, name }],
      });
      return replaceOne(outputOf(node), outputOf(fused));
    });
  },
};
