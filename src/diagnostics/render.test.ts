import { describe, expect, test } from "vitest";
import { type Diagnostic, renderJson, renderText } from "./index.ts";

const plain = { color: false };

const make = (part: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "TST-E001",
  severity: "error",
  where: {},
  evidence: {},
  explain: "Something is wrong.",
  ...part,
});

describe("text", () => {
  test("says severity, code, place, what was found and what to do", () => {
    const diagnostic = make({
      where: {
        file: "m.tflite",
        offset: 64,
        path: "buffers[3]",
        graph: "main",
        node: "conv1",
        op: "CONV_2D",
        tensor: "w",
      },
      evidence: { size: 10 },
      fix: { text: "Convert it again.", command: "holdfast convert m.tflite" },
    });
    expect(renderText([diagnostic], plain)).toBe(
      `error TST-E001 m.tflite:64, buffers[3], graph 'main', node 'conv1' (CONV_2D), tensor 'w'
  Something is wrong.
  next: Convert it again.
    holdfast convert m.tflite`,
    );
  });

  test.each([
    [{}, "error TST-E001"],
    [{ file: "a b.h5" }, "error TST-E001 a b.h5"],
    [{ offset: 0 }, "error TST-E001 offset 0"],
    [{ op: "FlexErf" }, "error TST-E001 operator FlexErf"],
    [{ node: "n" }, "error TST-E001 node 'n'"],
  ])("the place %j", (where, line) => {
    expect(renderText([make({ where })], plain).split("\n")[0]).toBe(line);
  });

  test("evidence is shown when it is asked for", () => {
    const diagnostic = make({ evidence: { name: "x", shape: [1, 2], facts: { deep: null } } });
    expect(renderText([diagnostic], plain)).not.toContain("shape");
    expect(renderText([diagnostic], { ...plain, verbose: true })).toBe(`error TST-E001
  Something is wrong.
  name: x
  shape: [1,2]
  facts: {"deep":null}`);
  });

  test("explanations and fixes are wrapped; words and commands stay whole", () => {
    const diagnostic = make({
      explain: "one two three four\nfive aVeryLongWordIndeed six",
      fix: { text: "seven eight nine", command: "a command that is longer than the line" },
    });
    expect(renderText([diagnostic], { ...plain, width: 16 })).toBe(`error TST-E001
  one two three
  four
  five
  aVeryLongWordIndeed
  six
  next: seven
  eight nine
    a command that is longer than the line`);
  });

  test("after five of a code the others are counted and named, in their place", () => {
    const many = Array.from({ length: 8 }, (_, i) =>
      make({ where: { node: `layer${i % 7}` }, explain: `Finding ${i}.` }),
    );
    const text = renderText(
      [...many.slice(0, 6), make({ code: "TST-W002", severity: "warning" }), ...many.slice(6)],
      plain,
    );
    expect(text.match(/^error/gm)).toHaveLength(5);
    expect(text).toContain("  Finding 4.\n  and 3 more like this: layer5, layer6, layer0\nwarning TST-W002");
    expect(renderText(many.slice(0, 5), plain)).not.toContain("more like this");
  });

  test("at most eight of the counted are named; some have no name", () => {
    const named = Array.from({ length: 20 }, (_, i) => make({ where: { tensor: `t${i}` } }));
    expect(renderText(named, plain)).toContain("and 15 more like this: t5, t6, t7, t8, t9, t10, t11, t12, ...");
    const nameless = Array.from({ length: 6 }, () => make());
    expect(renderText(nameless, plain)).toMatch(/and 1 more like this$/);
  });

  test("colour is plain escape codes, and only if asked for", () => {
    const all = (["error", "warning", "note"] as const).map((severity) => make({ severity }));
    const text = renderText(all, { color: true });
    expect(text.split("\n")[0]).toBe("\u001b[31merror\u001b[0m \u001b[1mTST-E001\u001b[0m");
    expect(text).toContain("\u001b[33mwarning");
    expect(text).toContain("\u001b[36mnote");
    expect(renderText(all, plain)).not.toContain("\u001b");
  });

  test("names from a file cannot steer the terminal", () => {
    const hostile = "\u001b[2J\u0007x\r\n\u202e";
    const diagnostic = make({
      where: { node: hostile },
      explain: `'${hostile}' is odd.`,
      evidence: { name: hostile, list: [hostile] },
      fix: { text: hostile, command: hostile },
    });
    const text = renderText([diagnostic], { ...plain, verbose: true });
    expect(text.split("\n").join("")).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain("node '\\u{1b}[2J\\u{7}x\\u{d}\\u{a}\\u{202e}'");
  });

  test("nothing to say is nothing", () => {
    expect(renderText([], plain)).toBe("");
  });
});

describe("JSON", () => {
  test("holds the diagnostics, absent fields left out", () => {
    const diagnostics = [make({ where: { node: "n" }, fix: { text: "Do." } }), make()];
    expect(JSON.parse(renderJson(diagnostics))).toEqual(diagnostics);
  });

  test("is the same text for the same content, whatever order it was built in", () => {
    const one: Diagnostic = {
      code: "TST-E001",
      severity: "error",
      where: { file: "f", node: "n" },
      evidence: { a: 1, b: [{ c: 2, d: 3 }] },
      explain: "x",
      fix: { text: "t", command: "c" },
    };
    const other: Diagnostic = {
      fix: { command: "c", text: "t" },
      explain: "x",
      evidence: { b: [{ d: 3, c: 2 }], a: 1 },
      where: { node: "n", file: "f" },
      severity: "error",
      code: "TST-E001",
    };
    expect(renderJson([one])).toBe(renderJson([other]));
    expect(Object.keys(JSON.parse(renderJson([other]))[0])).toEqual([
      ...["code", "severity", "where", "evidence", "explain", "fix"],
    ]);
  });

  test("of nothing is an empty list", () => {
    expect(renderJson([])).toBe("[]");
  });
});
