import { type Collector, fail } from "../../../diagnostics/index.ts";
import {
  type Graph,
  type GraphId,
  graphId,
  type Signature,
  type SignatureTensor,
  type ValueId,
  valueId,
} from "../../../ir/index.ts";
import { TFL_E002, TFL_W008 } from "../codes.ts";
import type { Table } from "../schema/schema.ts";
import { uniqueNames } from "./names.ts";
import type { WorkLimit } from "./work.ts";

/** What an argument takes in a file, roughly. */
const bytesPerArgument = 16;

/** Name of the entry point of a file that declares none: the one that TensorFlow gives a model's main function. */
const impliedName = "serving_default";

/** The entry points of a file; one made from the main graph, with the tensors' names, when it declares none. */
export function readSignatures(
  model: Table<"Model">,
  graphs: readonly Graph[],
  file: string,
  work: WorkLimit,
  report: Collector,
): readonly Signature[] {
  const declared = model.signature_defs ?? [];
  if (declared.length === 0) return impliedSignature(graphs[0]);
  return declared.flatMap((signature): Signature[] => {
    const graph = graphs[signature.subgraph_index];
    if (graph === undefined) {
      const evidence = { what: "subgraph", index: signature.subgraph_index, count: graphs.length };
      report.report(TFL_W008, { file }, evidence);
      return [];
    }
    work.spend((signature.inputs?.length ?? 0) + (signature.outputs?.length ?? 0), bytesPerArgument);
    const tensors = (maps: readonly Table<"TensorMap">[] | undefined): SignatureTensor[] =>
      (maps ?? []).map(({ name, tensor_index }) => {
        const value = graph.values[tensor_index];
        if (value === undefined) {
          fail(
            TFL_E002,
            { file, graph: graph.name },
            { what: "tensor", index: tensor_index, count: graph.values.length },
          );
        }
        return { name: name ?? "", value: valueId(tensor_index) };
      });
    return [
      {
        name: signature.signature_key ?? "",
        graph: graphId(signature.subgraph_index),
        inputs: tensors(signature.inputs),
        outputs: tensors(signature.outputs),
        implied: false,
      },
    ];
  });
}

function impliedSignature(graph: Graph | undefined): readonly Signature[] {
  if (graph === undefined) return [];
  const named = (ids: readonly ValueId[], kind: string): SignatureTensor[] => {
    const unique = uniqueNames();
    return ids.map((value, i) => ({ name: unique(graph.values[value]?.name || `${kind}_${i}`), value }));
  };
  return [
    {
      name: impliedName,
      graph: 0 as GraphId,
      inputs: named(graph.inputs, "input"),
      outputs: named(graph.outputs, "output"),
      implied: true,
    },
  ];
}
