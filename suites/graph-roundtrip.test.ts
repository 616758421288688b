import { describe, expect, test } from "vitest";
import { throughFormat } from "../src/api/index.ts";
import { HoldfastError } from "../src/diagnostics/index.ts";
import { type Attrs, buildGraph, createBuilder, graphId, type Model } from "../src/ir/index.ts";
import { isFloat, isInteger, type Tensor } from "../src/numerics/index.ts";
import {
  type AnyOpDef,
  type AttributeRules,
  checkAttributes,
  compareTensors,
  createEmitter,
  type Example,
  examples,
  type OpName,
  operatorTolerance,
  ops,
} from "../src/ops/index.ts";
import { runGraph } from "../src/runtime/index.ts";
import { hasNoInfinity, overflowing } from "./overflow.ts";

const names = Object.keys(ops) as OpName[];

/** A model of one operator: real operands are fed, whole numbers after the first are constants. */
function modelOf(name: OpName, example: Example<never>): { readonly model: Model; readonly fed: readonly Tensor[] } {
  const definition = ops[name] as unknown as AnyOpDef;
  const builder = createBuilder();
  const emit = createEmitter(builder, () => name);
  const fed: Tensor[] = [];
  const inputs = example.inputs.map((tensor, index) => {
    if (tensor === null) return null;
    if (index > 0 && (isInteger(tensor.dtype) || index > 1)) return emit.literal(tensor, `operand${index}`);
    fed.push(tensor);
    return builder.addValue({ type: { dtype: tensor.dtype, shape: tensor.shape }, name: `x${index}` });
  });
  const attrs = checkAttributes<Attrs>(name, definition.attrs as AttributeRules<Attrs>, example.attrs);
  const types = example.outputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const node = builder.addNode({
    op: name,
    name,
    attrs,
    inputs,
    outputs: types.map((type, i) => ({ type, name: `y${i}` })),
  });
  const given = builder.values.filter((value) => /^x\d$/.test(value.name)).map(({ id }) => id);
  const graph = buildGraph(builder, "main", given, node.outputs);
  const signature = {
    name: "serving_default",
    graph: graphId(0),
    inputs: given.map((value, i) => ({ name: `in${i}`, value })),
    outputs: node.outputs.map((value, i) => ({ name: `out${i}`, value })),
    implied: true,
  };
  const model: Model = {
    name,
    source: { format: "test" },
    graphs: [graph],
    signatures: [signature],
    variables: [],
    metadata: [],
    weights: [],
    dropped: [],
  };
  return { model, fed };
}

describe("operators in TensorFlow's words and back", () => {
  const through = throughFormat("tfjs");
  const refused = new Set<string>();
  for (const name of names) {
    const { tolerance } = ops[name] as unknown as AnyOpDef;
    for (const example of examples[name] as readonly Example<never>[]) {
      const tensors = [...example.inputs, ...example.outputs];
      // Graphs of TensorFlow.js compute in float32; a pass brings other types to it, which is not what is tested here.
      if (tensors.some((tensor) => tensor !== null && isFloat(tensor.dtype) && tensor.dtype !== "float32")) continue;
      if (tolerance === "random" || tensors.some((tensor) => tensor?.quantization !== undefined)) continue;
      if (!example.inputs.every(hasNoInfinity)) continue;
      test(`${name}: ${example.name}`, async () => {
        const { model, fed } = modelOf(name, example);
        const back = await through(model).catch((error: unknown) => {
          if (error instanceof HoldfastError && error.diagnostic.code === "PAS-E007") return undefined;
          throw error;
        });
        if (back === undefined) {
          refused.add(name);
          return;
        }
        const [graph] = back.graphs;
        if (graph === undefined) return expect.unreachable();
        const got = runGraph(graph, fed);
        example.outputs.forEach((want, i) => {
          const found = compareTensors(
            overflowing(got[i] as Tensor),
            { ...overflowing(want), dtype: got[i]?.dtype ?? want.dtype },
            operatorTolerance(tolerance, want.dtype),
          );
          expect(found, `output ${i}`).toMatchObject({ equal: true });
        });
      });
    }
  }

  test("those that TensorFlow.js has not, or not so, are refused, and no others", () => {
    const some = "averagePool2d cast conv3d localResponseNormalization mean oneHot stridedSlice transposeConv";
    const all =
      "bitcast bitwiseXor bucketize conv3dTranspose div dynamicUpdateSlice fakeQuant l2Pool2d matrixDiag matrixSetDiag reverseSequence rightShift segmentSum unique unsortedSegmentMax unsortedSegmentMin unsortedSegmentProd unsortedSegmentSum varHandle";
    const lite =
      "basicLstmCell bidirectionalSequenceLstm bidirectionalSequenceRnn bitwiseAnd broadcastGradientArgs conv2dBackpropFilter detectionPostProcess dilate ensureShape hashtable hashtableLookup leftShift lstmCell nonMaxSuppressionV4 nonMaxSuppressionV5 reduceWindow rfft2d rngBitGenerator rnnCell stablehloGather stablehloPad statelessRandomAlgorithm statelessRandomKeyCounter statelessRandomNormal statelessRandomUniform statelessRandomUniformFullInt statelessRandomUniformInt statelessTruncatedNormal svdf unidirectionalSequenceLstm unidirectionalSequenceRnn";
    expect([...refused].sort()).toEqual(`${some} ${all} ${lite}`.split(" ").sort());
  });
});
