import { expect, test } from "vitest";
import { graphOf } from "../../../suites/graph-models.ts";
import { attempt } from "../../diagnostics/index.ts";
import { graphId, type Model, tensorType, type ValueId } from "../../ir/index.ts";
import { createSession } from "../../runtime/index.ts";
import { bools, f32 } from "../example.ts";
import { regionType } from "../infer-graph.ts";

test("a loop that never ends is stopped by the limit of steps", () => {
  const vector = tensorType("float32", [1]);
  const always = graphOf("condition", [vector], (emit) => [emit.literal(bools([], [1]), "true")]);
  const body = graphOf("body", [vector], (emit, [x]) => [emit.one("neg", [x as ValueId], {})]);
  const main = graphOf("main", [vector], (emit, inputs) =>
    emit.op("while", inputs, {}, { regions: [graphId(1), graphId(2)], regionTypes: [always, body].map(regionType) }),
  );
  const named = (ids: readonly ValueId[]) => ids.map((value) => ({ name: "x", value }));
  const signature = { name: "main", graph: graphId(0), implied: true };
  const model: Model = {
    name: "endless",
    source: { format: "none" },
    graphs: [main, always, body],
    signatures: [{ ...signature, inputs: named(main.inputs), outputs: named(main.outputs) }],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
  const result = attempt(() => createSession(model).runSync({ x: f32([1], [1]) }, { stepLimit: 1000 }));
  expect(result).toMatchObject({ diagnostic: { code: "RUN-E009", evidence: { limit: 1000 } } });
});
