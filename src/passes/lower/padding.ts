import { createPatch, type ValueId } from "../../ir/index.ts";
import { fromNumbers } from "../../numerics/index.ts";
import { createEmitter, findOp } from "../../ops/index.ts";
import { inputValue, outputOf, replaceOne } from "../match.ts";
import { type Rule, refuse } from "../rule.ts";
import type { SpellingOf } from "./lower.ts";

/** Explicit window padding as an operator of its own, for targets that only know `same` and `valid`. */
export function spellOutPadding(spellingOf: SpellingOf): Rule {
  return {
    name: "spellOutPadding",
    summary: "Explicit padding of a window becomes a pad operator before it, where the padding value can be spelled",
    match(node, { graph }) {
      const padding = node.attrs["padding"];
      if (!Array.isArray(padding) || spellingOf(node, graph) === "direct") return undefined;
      const amounts = padding as readonly number[];
      const value = findOp(node.op)?.paddingValue;
      if (value === undefined) return refuse("its padding is not a value that could be padded with");
      const data = inputValue(graph, node, 0);
      if (data === undefined) return undefined;
      const reason = `explicit padding of '${node.name}'`;
      return createPatch(graph, "spellOutPadding", reason, [node], (builder) => {
        const emit = createEmitter(builder, () => `${node.name}/pad`);
        const rank = amounts.length / 2 + 2;
        const operand = emit.literal(fromNumbers("int32", [rank, 2], [0, 0, ...amounts, 0, 0]), "paddings");
        const padded: ValueId =
          value === 0
            ? emit.one("pad", [data.id, operand], {})
            : emit.one(
                "padV2",
                [data.id, operand, emit.literal(fromNumbers(data.type.dtype, [], [value]), "value")],
                {},
              );
        const { type, name } = builder.value(outputOf(node));
        const rest = builder.addNode({
          op: node.op,
          name: node.name,
          attrs: { ...node.attrs, padding: "valid" },
          inputs: [padded, ...node.inputs.slice(1)],
          outputs: [{ type, name }],
        });
        return replaceOne(outputOf(node), outputOf(rest));
      });
    },
  };
}
