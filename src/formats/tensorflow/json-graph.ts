import { encodeJsonMessage, type JsonObject } from "../../bytes/index.ts";
import type { Constant, GraphView, Model, Node, Signature } from "../../ir/index.ts";
import type { Spelling } from "../format.ts";
import { tensorflowSchema } from "./schema/index.ts";
import { type WrittenTensor, writeGraph } from "./write/graph.ts";
import { graphSpelling } from "./write/spelling.ts";
import type { GraphTarget } from "./write/target.ts";

/** A graph as Protocol Buffers' JSON, its constants apart. */
export interface JsonGraph {
  /** A GraphDef. */
  readonly graph: JsonObject;
  /** A SignatureDef's `inputs` and `outputs`. */
  readonly signature: JsonObject;
  /** The elements of Const nodes by name. */
  readonly constants: ReadonlyMap<string, Constant>;
}

/** Oldest format of graphs whose readers take what is written: TensorFlow 1.15's (tensorflow/core/public/version.h). */
const producer = 134;
const minConsumer = 12;

/** Writes one signature as a graph in JSON. Throws `TFG-E020` for a node that the target does not spell. */
export function writeJsonGraph(model: Model, signature: Signature, target: GraphTarget): JsonGraph {
  const { nodes, functions, constants, inputs, outputs } = writeGraph(model, signature, target);
  const graph = encodeJsonMessage(tensorflowSchema, "GraphDef", {
    node: nodes,
    ...(functions.length === 0 ? {} : { library: { function: functions } }),
    versions: { producer, min_consumer: minConsumer },
  });
  const tensors = (list: readonly WrittenTensor[]): JsonObject =>
    Object.fromEntries(
      list.map(({ name, tensor, dtype, shape }) => [
        name,
        { name: tensor, dtype, tensorShape: encodeJsonMessage(tensorflowSchema, "TensorShapeProto", shape) },
      ]),
    );
  return { graph, signature: { inputs: tensors(inputs), outputs: tensors(outputs) }, constants };
}

/** How a graph for a target spells a node. */
export function jsonGraphSpelling(target: GraphTarget): (node: Node, graph: Pick<GraphView, "value">) => Spelling {
  return graphSpelling(target);
}
