import { describe, expect, test } from "vitest";
import { decodeFlexBuffer, encodeFlexBuffer } from "../../../bytes/index.ts";
import { type AttributeValue, attribute, encodeNodeDef } from "../../tensorflow.ts";
import { intsAttribute, textAttribute, typeAttribute } from "./flex.ts";
import { findRule } from "./index.ts";
import type { OperatorRule, RuleContext } from "./rule.ts";

const context: RuleContext = {
  inputs: [{ type: { dtype: "float32", shape: [2] } }, { type: { dtype: "int32", shape: [2] } }],
  outputs: [{ type: { dtype: "float32", shape: [2] } }],
};

const ruleOf = (op: string): OperatorRule<unknown> => findRule(op) as OperatorRule<unknown>;

function options(op: string, attributes: Readonly<Record<string, AttributeValue>>): Uint8Array {
  const node = encodeNodeDef({
    name: "x",
    op,
    inputs: ["", ""],
    device: "",
    attributes: new Map(Object.entries(attributes)),
  });
  return encodeFlexBuffer([new TextEncoder().encode(op), node], { stringsAreBytes: true });
}

const read = (ours: string, bytes: Uint8Array): unknown => {
  const rule = ruleOf(ours);
  return rule.read(rule.customOptions?.decode(bytes) ?? {}, context);
};

describe("Flex options", () => {
  test.each([
    ["reluGrad", {}],
    ["conv2dBackpropFilter", { strides: [2, 3], dilations: [1, 2], padding: "same" }],
    ["conv2dBackpropFilter", { strides: [1, 1], dilations: [1, 1], padding: [1, 2, 3, 4] }],
    ["ensureShape", { shape: [-1, 300], anyRank: false }],
    ["ensureShape", { shape: [], anyRank: true }],
    ["ensureShape", { shape: [], anyRank: false }],
    ["statelessRandomUniform", { dtype: "bfloat16" }],
    ["statelessRandomUniformFullInt", { dtype: "uint64" }],
    ["save", {}],
    ["restore", {}],
    ["restoreV2", {}],
  ])("of %s read back as they were written: %j", (op, attrs) => {
    const rule = ruleOf(op);
    const bytes = rule.customOptions?.encode(rule.write(attrs, context) as never) as Uint8Array;
    expect(read(op, bytes)).toEqual(attrs);
  });

  test("are a list of two strings, the operator's name and its NodeDef", () => {
    const rule = ruleOf("reluGrad");
    const bytes = rule.customOptions?.encode(rule.write({}, context) as never) as Uint8Array;
    const [name, node] = decodeFlexBuffer(bytes, { stringsAreBytes: true }) as [Uint8Array, Uint8Array];
    expect(new TextDecoder().decode(name)).toBe("ReluGrad");
    // op (2): "ReluGrad", two empty inputs (3), attr (5): "T" is of type (6) float (1).
    const text = [...new TextEncoder().encode("ReluGrad")];
    expect([...node]).toEqual([0x12, 8, ...text, 0x1a, 0, 0x1a, 0, 0x2a, 7, 0x0a, 1, 0x54, 0x12, 2, 0x30, 1]);
  });

  test("of another operator, or damaged, are refused", () => {
    const refused = { refused: expect.stringContaining("NodeDef") };
    expect(read("reluGrad", options("Relu6Grad", {}))).toMatchObject(refused);
    expect(read("reluGrad", encodeFlexBuffer({ a: 1 }))).toMatchObject(refused);
    expect(read("reluGrad", Uint8Array.of(1, 2, 3))).toMatchObject(refused);
    expect(read("reluGrad", new Uint8Array(0))).toMatchObject(refused);
  });

  test("with attributes that have no meaning here are refused", () => {
    const gradient = (attributes: Readonly<Record<string, AttributeValue>>) =>
      read("conv2dBackpropFilter", options("Conv2DBackpropFilter", attributes));
    const strides = intsAttribute([1, 1, 1, 1]);
    const padding = textAttribute("SAME");
    expect(gradient({ strides, padding })).toMatchObject({ padding: "same", dilations: [1, 1] });
    expect(gradient({ strides, padding, data_format: textAttribute("NCHW") })).toHaveProperty("refused");
    expect(gradient({ strides, padding: textAttribute("FULL") })).toHaveProperty("refused");
    expect(gradient({ strides, padding: textAttribute("EXPLICIT") })).toHaveProperty("refused");
    expect(gradient({ padding })).toHaveProperty("refused");
    expect(read("ensureShape", options("EnsureShape", { T: typeAttribute("float32") }))).toHaveProperty("refused");
    const unknown = options("StatelessRandomUniformV2", { dtype: attribute({ type: 99 }) });
    expect(read("statelessRandomUniform", unknown)).toHaveProperty("refused");
  });
});
