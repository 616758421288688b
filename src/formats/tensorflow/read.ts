import { attempt, type Collector } from "../../diagnostics/index.ts";
import {
  type Constant,
  constantView,
  type DroppedWeight,
  type Model,
  type ModelSource,
  type SourceWeight,
  sliceConstant,
} from "../../ir/index.ts";
import { elementCount, isFloat } from "../../numerics/index.ts";
import { checkpointConstant, droppedWeights, usedWeights, verifyUsed } from "./account.ts";
import { type Checkpoint, type CheckpointTensor, checkpointWeights } from "./checkpoint/index.ts";
import { TFG_W010 } from "./codes.ts";
import type { BoundVariable } from "./container/index.ts";
import { inferEntry, toInference } from "./freeze/index.ts";
import {
  type Body,
  type EntryPoint,
  graphBody,
  reportGraph,
  translateGraph,
  type VariableValues,
} from "./graph/index.ts";
import type { TensorflowReadOptions } from "./options.ts";
import type { GraphDef } from "./schema/index.ts";

/** A graph to be made a model of, and what belongs to it. */
export interface GraphSource {
  readonly name: string;
  readonly file: string;
  readonly source: ModelSource;
  readonly graph: GraphDef;
  readonly checkpoint?: Checkpoint;
  readonly bound: ReadonlyMap<string, BoundVariable>;
  /** Names of the variable that an array of the checkpoint belongs to. */
  readonly variableNames?: ReadonlyMap<string, readonly string[]>;
  /** Entry points that the file declares; without any they are inferred, and the graph is frozen for inference. */
  readonly entries: readonly EntryPoint[];
  /** Nodes beside those of the graph, which entry points name. */
  readonly body?: Body;
  /** Variables are told apart by node. */
  readonly byNode: boolean;
  /** Why a variable may have no value, for a message. */
  readonly missing: string;
}

/** Makes a model of a graph. Throws what damage there is; the rest is reported. */
export function readGraphSource(given: GraphSource, options: TensorflowReadOptions, report: Collector): Model {
  const { file, graph, checkpoint } = given;
  const { producer } = graph.versions;
  const whole = given.body ?? graphBody(graph);
  const isInferred = given.entries.length === 0 || options.inputs !== undefined || options.outputs !== undefined;
  const trained = isInferred ? toInference(whole) : { body: whole, normalizations: 0, dropouts: 0 };
  const inferred = isInferred ? inferEntry(trained.body, options, producer, file, report) : undefined;
  const entries = inferred === undefined ? given.entries : [inferred.entry];
  const values = variableValues(given, options);
  const request = {
    file,
    body: trained.body,
    functions: graph.functions,
    entries,
    values: values.of,
    operators: options.operators,
    byNode: given.byNode,
    frozen: isInferred,
    report,
  };
  const translated = translateGraph(request);
  reportGraph(translated, request, producer, given.missing, report);
  if (inferred !== undefined) {
    const cut = inferred.found.inputs.filter(({ op }) => !op.startsWith("Placeholder"));
    const { normalizations, dropouts } = trained;
    const batch = translated.sightings.bakedBatch;
    if (cut.length > 0 || normalizations > 0) {
      const removed = leftOut(whole);
      const tensors = cut.map(({ ref, op }) => ({ tensor: `${ref.node}:${ref.index}`, op }));
      report.report(TFG_W010, { file }, { cut: tensors, normalizations, dropouts, batch, removed });
    }
  }
  verifyUsed(values.opened, checkpoint, file, report);
  const account = weightsOf(given, translated.weights, usedWeights(translated.graphs, translated.variables), report);
  return {
    name: given.name,
    source: given.source,
    graphs: translated.graphs,
    signatures: translated.signatures,
    variables: translated.variables,
    metadata: [],
    ...account,
  };
}

/** What only training and logging need, in words. */
function leftOut(body: Body): readonly string[] {
  const ops = [...body.nodes.values()].map(({ op }) => op);
  const count = (pattern: RegExp): number => ops.filter((op) => pattern.test(op)).length;
  const kinds: readonly (readonly [string, RegExp])[] = [
    ["optimizer steps", /^(Resource)?Apply/],
    ["summaries", /Summary/],
    ["gradients", /Grad(V\d)?$|Backprop/],
    ["savers", /^(Save|Restore)/],
    ["queues and iterators", /Queue|Iterator|Dataset/],
  ];
  return kinds.flatMap(([kind, pattern]) => (count(pattern) === 0 ? [] : [`${count(pattern)} ${kind}`]));
}

interface Values {
  readonly of: VariableValues;
  readonly opened: Set<CheckpointTensor>;
}

function variableValues({ bound, checkpoint }: GraphSource, options: TensorflowReadOptions): Values {
  const opened = new Set<CheckpointTensor>();
  return {
    opened,
    of(node) {
      const variable = bound.get(node.name);
      const averaged =
        options.ema === true ? checkpoint?.tensors.get(`${node.name}/ExponentialMovingAverage`) : undefined;
      const tensor = averaged ?? variable?.tensor;
      if (tensor === undefined) return undefined;
      const constant = attempt(() => checkpointConstant(tensor));
      if ("diagnostic" in constant || constant.value === undefined) return undefined;
      opened.add(tensor);
      return { weight: tensor.name, constant: sliced(constant.value, variable?.slice) };
    },
  };
}

function sliced(constant: Constant, slice: BoundVariable["slice"]): Constant {
  if (slice === undefined) return constant;
  return slice.start.reduce((part, start, axis) => {
    const size = slice.shape[axis] ?? part.shape[axis] ?? 0;
    if (start === 0 && size === part.shape[axis]) return part;
    return sliceConstant(part, axis, start, size, `indices [${start}, ${start + size}) of axis ${axis}`);
  }, constant);
}

/** Every array of the files, and why those that the model does not use are not in it. */
function weightsOf(
  given: GraphSource,
  constants: readonly SourceWeight[],
  used: ReadonlySet<string>,
  report: Collector,
): { readonly weights: readonly SourceWeight[]; readonly dropped: readonly DroppedWeight[] } {
  const stored = given.checkpoint === undefined ? undefined : checkpointWeights(given.checkpoint);
  if (stored !== undefined) report.add(...stored.diagnostics);
  const names = new Set(constants.map(({ name }) => name));
  const named = (stored?.weights ?? []).map((weight): SourceWeight => {
    const variables = given.variableNames?.get(weight.name);
    return variables === undefined ? weight : { ...weight, variables };
  });
  const weights = [...named, ...constants, ...unusedConstants(given.graph, names)];
  return { weights, dropped: droppedWeights(weights, used) };
}

/** Weights in Const nodes of the main graph that no entry point reaches. */
function unusedConstants(graph: GraphDef, known: ReadonlySet<string>): readonly SourceWeight[] {
  return graph.nodes.flatMap((node): SourceWeight[] => {
    const value = node.op === "Const" ? node.attrs.get("value") : undefined;
    if (value?.kind !== "tensor" || known.has(node.name)) return [];
    const read = attempt(() => value.value.read());
    if ("diagnostic" in read || !isFloat(read.value.dtype) || elementCount(read.value.shape) < 2) return [];
    const { dtype, shape, bytes } = read.value;
    const constant = constantView(dtype, shape, bytes, 0, { kind: "source", weight: node.name });
    return [{ name: node.name, dtype, shape, byteLength: bytes.size, role: "weight", constant }];
  });
}
