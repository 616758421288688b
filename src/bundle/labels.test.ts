import { describe, expect, it } from "vitest";
import { HoldfastError } from "../diagnostics/index.ts";
import { alignLabels, checkLabelCount, parseLabels } from "./index.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): readonly string[] => parseLabels(utf8(text), "labels.txt").labels;
const codes = (bytes: Uint8Array): string[] => parseLabels(bytes, "labels.txt").diagnostics.map((d) => d.code);
const form = (text: string): string => parseLabels(utf8(text), "labels.txt").form;

function refusal(bytes: Uint8Array): unknown {
  try {
    parseLabels(bytes, "labels.txt");
  } catch (error) {
    if (error instanceof HoldfastError) return error.diagnostic;
    throw error;
  }
  return undefined;
}

describe("parseLabels", () => {
  it("one label per line, whatever the line ends, with a byte order mark and blank lines at the end", () => {
    for (const text of ["cat\ndog\nowl", "cat\r\ndog\r\nowl\r\n", "\ufeffcat\ndog\nowl\n\n \n", "cat\rdog\rowl"]) {
      expect(parse(text)).toEqual(["cat", "dog", "owl"]);
      expect(form(text)).toBe("lines");
    }
  });

  it("digits and # are labels like any other", () => {
    expect(parse("0\n1\n2\n#\n")).toEqual(["0", "1", "2", "#"]);
    expect(parse("3 musketeers\n12 monkeys\n")).toEqual(["3 musketeers", "12 monkeys"]);
    expect(parse("[unk]\ncat\n")).toEqual(["[unk]", "cat"]);
  });

  it.each([
    ["0  background\n1  tench, Tinca tinca\n", ["background", "tench, Tinca tinca"]],
    ["0:zero\n1: one\n", ["zero", "one"]],
    ["1,b\n0,a\n", ["a", "b"]],
    ["# made by hand\n0 a\n\n1 b\n", ["a", "b"]],
    ["   0  a\n  10  k\n", ["a", "", "", "", "", "", "", "", "", "", "k"]],
  ])("index and name: %j", (text, labels) => {
    expect(parse(text)).toEqual(labels);
    expect(form(text)).toBe("indexed");
  });

  it.each([
    ['["a", "b"]', ["a", "b"]],
    ['{"0": "a", "2": "c", "1": "b"}', ["a", "b", "c"]],
    ['{"0": ["n01440764", "tench"], "1": ["n01443537", "goldfish"]}', ["tench", "goldfish"]],
    ['{"dog": 1, "cat": 0}', ["cat", "dog"]],
    ['{"model_type": "x", "id2label": {"0": "a", "1": "b"}}', ["a", "b"]],
  ])("JSON: %j", (text, labels) => {
    expect(parse(text)).toEqual(labels);
    expect(form(text)).toBe("json");
  });

  it("TensorFlow's label map, display names first, counted from 1", () => {
    const text = `item {\n  name: "/m/01g317"\n  id: 1\n  display_name: "person"\n}\nitem { id: 3 name: 'car' }`;
    const { labels, firstIndex, form, diagnostics } = parseLabels(utf8(text), "map.pbtxt");
    expect([labels, firstIndex, form]).toEqual([["", "person", "", "car"], 1, "label-map"]);
    expect(diagnostics).toMatchObject([{ code: "BND-N002", evidence: { missing: [2], count: 1 } }]);
  });

  it("other encodings: UTF-16 by its mark, else Windows-1252 with a warning", () => {
    const utf16 = Uint8Array.of(0xff, 0xfe, ...[..."né\r\nb"].flatMap((c) => [c.charCodeAt(0), 0]));
    expect(parseLabels(utf16, "x").labels).toEqual(["né", "b"]);
    const latin = Uint8Array.of(0x6e, 0xe9, 0x0a, 0x62);
    expect(parseLabels(latin, "x").labels).toEqual(["né", "b"]);
    expect(codes(latin)).toEqual(["BND-W004"]);
  });

  it("notes blank lines inside and names that stand twice", () => {
    expect(parseLabels(utf8("a\n\nb\n"), "x").diagnostics).toMatchObject([
      { code: "BND-W003", evidence: { lines: [2], count: 1 } },
    ]);
    expect(parseLabels(utf8("crane\nowl\ncrane\n"), "x").diagnostics).toMatchObject([
      { code: "BND-N001", evidence: { names: ["crane"], count: 1 } },
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "the file holds no text"],
    ["white space", utf8(" \n\r\n"), "the file holds no text"],
    ["binary", Uint8Array.of(1, 0, 2), "the file is not text"],
    ["broken JSON", utf8('["a", "b"'), "the file looks like JSON, but is not"],
    ["numbers in JSON", utf8("[1, 2]"), "entry 0 is not a name"],
    ["an object without places", utf8('{"cat": "dog"}'), "'cat' has no number"],
    ["one index for two names", utf8('{"cat": 0, "dog": 0}'), "index 0 is both 'cat' and 'dog'"],
    ["an index beyond any list", utf8('{"0": "a", "999999999": "b"}'), "the index 999999999 of 'b' is not from 0"],
    ["a negative index", utf8('{"a": -1}'), "the index -1 of 'a' is not from 0"],
    ["an item without id", utf8("item { name: 'a' }"), "item 1 of the label map has no id"],
  ])("refuses %s", (_, bytes, problem) => {
    expect(refusal(bytes)).toMatchObject({ code: "BND-E001", evidence: { problem: expect.stringContaining(problem) } });
  });
});

describe("checkLabelCount", () => {
  const labels = (count: number, first = "class 0") =>
    parseLabels(utf8([first, ...Array.from({ length: count - 1 }, (_, i) => `class ${i + 1}`)].join("\n")), "x");

  it("accepts equal numbers, background or not", () => {
    expect(checkLabelCount(labels(1001, "background"), 1001, {})).toEqual([]);
    expect(checkLabelCount(labels(62), 62, {})).toEqual([]);
  });

  it("says which side of 1000 against 1001 counts the background, and mends it", () => {
    const lacking = labels(1000, "tench");
    expect(checkLabelCount(lacking, 1001, { file: "labels.txt" })).toMatchObject([
      { code: "BND-E002", evidence: { labels: 1000, outputs: 1001, shift: "labels lack the background" } },
    ]);
    expect(alignLabels(lacking, 1001).slice(0, 2)).toEqual(["background", "tench"]);

    const extra = labels(1001, "background");
    expect(checkLabelCount(extra, 1000, {})).toMatchObject([
      {
        code: "BND-E002",
        evidence: { labels: 1001, outputs: 1000, shift: "labels have an extra background" },
        fix: { text: "Remove the first label, 'background'." },
      },
    ]);
    expect(alignLabels(extra, 1000)[0]).toBe("class 1");
    expect(checkLabelCount(labels(22, "__background__"), 21, {})).toMatchObject([{ code: "BND-E002" }]);
  });

  it("does not guess a background elsewhere", () => {
    for (const [count, outputs] of [
      [61, 62],
      [63, 62],
      [5, 1000],
      [1001, 1000],
    ] as const) {
      expect(checkLabelCount(labels(count), outputs, {})).toMatchObject([
        { code: "BND-W001", evidence: { labels: count, outputs } },
      ]);
      expect(alignLabels(labels(count), outputs)).toHaveLength(count);
    }
  });

  it("sees lists that count from 1", () => {
    const counted = parseLabels(utf8("1 a\n2 b\n3 c\n"), "x");
    expect(checkLabelCount(counted, 3, {})).toMatchObject([{ code: "BND-W002", evidence: { labels: 3, outputs: 3 } }]);
    expect(alignLabels(counted, 3)).toEqual(["a", "b", "c"]);
    // With a background class at 0 the numbers are right as they are.
    expect(checkLabelCount(counted, 4, {})).toEqual([]);
  });
});
