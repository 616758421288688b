import { describe, expect, test } from "vitest";
import { type Model, parseModel, verifyModel } from "./index.ts";

const model = (...parts: string[]): Model => parseModel(`model "m" from test ${parts.join("\n")}`);
const problems = (m: Model): string[] => verifyModel(m).map((diagnostic) => diagnostic.explain);

const sound = `
  signature "serve" ^0 ("image": %0) -> ("scores": %3)
  variable $0 "v": float32[1] initializer ^1
  graph ^0 "main" (%0) -> (%3, %0, %1) {
    %0 "x": float32[1]
    %1 "w": float32[1] = [1] literal "test"
    %2 "state": float32[1] variable $0
    add "n"(%0, %1) -> (%3 "y": float32[1])
    if "branch"(%2, _) regions (^1, ^2)
  }
  graph ^1 "then" () -> () { call "deeper"() regions (^2) }
  graph ^2 "else" () -> () { }`;

test("a sound model has no problems: a region may have several callers, a value be input and output", () => {
  expect(problems(model(sound))).toEqual([]);
});

test("diagnostics are IR-E002 and name the graph", () => {
  const [found] = verifyModel(model('graph ^0 "main" () -> (%0) { %0 "y": float32[1] }'));
  expect(found).toMatchObject({ code: "IR-E002", severity: "error", where: { graph: "main", tensor: "y" } });
});

describe("every problem is found once", () => {
  const inGraph = (body: string, inputs = "", outputs = ""): Model =>
    model(`graph ^0 "main" (${inputs}) -> (${outputs}) { ${body} }`);
  const float = "float32[1]";

  test.each([
    ["an input without a value", inGraph("", "%0"), "Input 0 is a value that does not exist."],
    ["an output without a value", inGraph("", "", "%4"), "Output '%4' is never made."],
    ["an output that is never made", inGraph(`%0 "y": ${float}`, "", "%0"), "Output 'y' is never made."],
    [
      "a value that is read twice but does not exist",
      inGraph('add "n"(%7, %7)'),
      "Node 'n' (add) reads value 7, which does not exist.",
    ],
    [
      "a value that is read before it is made",
      inGraph(`neg "a"(%0) exp "b"() -> (%0 "y": ${float})`),
      "Node 'a' (neg) reads 'y' before it is made.",
    ],
    ["a node that makes no value", inGraph('neg "a"() -> (%5)'), "Node 'a' makes no known value."],
    ["a value that two nodes make", inGraph(`f "a"() -> (%0 "y": ${float}) f "b"() -> (%0)`), "'y' is made twice."],
    ["an input that a node makes", inGraph(`%0 "x": ${float} f "a"() -> (%0)`, "%0"), "'x' is made twice."],
    ["two nodes of one id", inGraph('f@3 "a"() f@3 "b"()'), "Two nodes have the id 3 ('b')."],
    ["a region that does not exist", inGraph('if "a"() regions (^4000000000)'), "Node 'a' runs no known graph."],
    [
      "a variable that does not exist",
      inGraph(`%0 "v": ${float} variable $2`),
      "'v' is the content of variable 2, which does not exist.",
    ],
    [
      "scales that do not exist",
      inGraph('%0 "q": int4[64] blockwise(axis 0, blockSize 32, scales %0, zeroPoints %1)'),
      "'q' is quantized by value 1, which does not exist.",
    ],
    [
      "a signature into no graph",
      model('signature "s" ^1 () -> ()'),
      "Signature 's' enters a graph that does not exist.",
    ],
    [
      "a signature's input that is no input",
      model(`signature "s" ^0 ("a": %0) -> () graph ^0 "main" () -> () { %0 "x": ${float} }`),
      "Signature 's' names 'a', which its graph does not have.",
    ],
    [
      "a signature's output that does not exist",
      model('signature "s" ^0 () -> ("a": %0) graph ^0 "main" () -> () { }'),
      "Signature 's' names 'a', which its graph does not have.",
    ],
    ["a variable out of its place", model(`variable $1 "v": ${float}`), "Variable 1 ('v') stands at place 0."],
    [
      "a variable without its initialiser",
      model(`variable $0 "v": ${float} initializer ^0`),
      "Variable 'v' is initialised by a graph that does not exist.",
    ],
    [
      "a graph that runs itself",
      model('graph ^0 "main" () -> () { call "a"() regions (^0) }'),
      "Graphs run each other in a circle: main.",
    ],
    [
      "graphs that run each other",
      model(
        'graph ^0 "main" () -> () { call "a"() regions (^1) } graph ^1 "even" () -> () { call "b"() regions (^2) }',
        'graph ^2 "odd" () -> () { call "c"() regions (^1) }',
      ),
      "Graphs run each other in a circle: even, odd.",
    ],
  ])("%s", (_, broken, problem) => {
    expect(problems(broken)).toEqual([problem]);
  });

  test("a value out of its place", () => {
    const broken = inGraph(`%0 "a": ${float} %1 "b": ${float}`);
    const graphs = broken.graphs.map((graph) => ({ ...graph, values: [...graph.values].reverse() }));
    expect(problems({ ...broken, graphs })).toEqual(["Value 1 stands at place 0.", "Value 0 stands at place 1."]);
  });
});
