import { expect, test } from "vitest";
import type { HoldfastError } from "../../diagnostics/index.ts";
import type { Json } from "../json.ts";
import { decodeJsonMessage, encodeJsonMessage, type ProtoSchema, packedNumbers } from "./index.ts";

const schema = {
  messages: {
    Node: {
      name: "1 string",
      min_size: "2 int64",
      s: "3 bytes?",
      f: "4 float?",
      flag: "5 bool?",
      kind: "6 Kind",
      attr: "7 {Node}",
      inner: "8 Node",
      sizes: "9 [int64]",
      int_val: "10 packed int32",
      double_val: "11 packed double",
    },
  },
  enums: { Kind: { NONE: 0, SOME: 3 } },
} as const satisfies ProtoSchema;

const decode = (json: Json) => decodeJsonMessage(schema, "Node", json, "model.json");

test("reads fields by both names, wide integers as texts, bytes in base64 or as numbers, enumerations by name or code", () => {
  const node = decode({
    name: "a",
    minSize: "9007199254740993",
    s: "UmVsdTY=",
    f: "-Infinity",
    kind: "SOME",
    attr: { b: { min_size: 3, kind: 3, s: [82, 101] } },
    sizes: ["1", 2, "-1"],
    intVal: [1, -1, true],
    doubleVal: [0.5],
    later: { unknown: 1 },
  });
  expect(node).toMatchObject({ name: "a", min_size: "9007199254740993", kind: "SOME" });
  expect([node.f, node.flag, node.inner, node.sizes]).toEqual([
    Number.NEGATIVE_INFINITY,
    undefined,
    undefined,
    [1, 2, -1],
  ]);
  expect(new TextDecoder().decode(node.s)).toBe("Relu6");
  expect(node.attr.get("b")).toMatchObject({ min_size: 3, kind: "SOME", s: Uint8Array.of(82, 101) });
  expect(packedNumbers("int32", node.int_val)).toEqual([1, -1, 1]);
  expect(packedNumbers("double", node.double_val)).toEqual([0.5]);
});

test.each([
  ["Node.minSize", { minSize: "x" }],
  ["Node", []],
  ["Node.attr.a.kind", { attr: { a: { kind: "OTHER" } } }],
  ["Node.sizes[1]", { sizes: [1, null] }],
  ["Node.s", { s: "not base64!" }],
  ["Node.f", { f: "much" }],
] as [string, Json][])("names the place of what does not fit: %s", (at, json) => {
  try {
    decode(json);
    expect.unreachable();
  } catch (error) {
    const { code, evidence } = (error as HoldfastError).diagnostic;
    expect([code, String(evidence["at"]).replace("min_size", "minSize")]).toEqual(["PBF-E005", at]);
  }
});

test("writes what it reads", () => {
  const draft = {
    name: "a",
    min_size: 5,
    s: Uint8Array.of(1),
    kind: "SOME",
    attr: new Map([["x", { flag: false, f: Number.NaN }]]),
    sizes: [1, -1],
  } as const;
  const json = encodeJsonMessage(schema, "Node", draft);
  expect(json).toEqual({
    name: "a",
    minSize: "5",
    s: "AQ==",
    kind: "SOME",
    attr: { x: { flag: false, f: "NaN" } },
    sizes: ["1", "-1"],
  });
  expect(decode(json)).toMatchObject({ name: "a", min_size: 5, sizes: [1, -1] });
});
