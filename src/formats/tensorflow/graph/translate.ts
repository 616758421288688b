import { type Collector, fail } from "../../../diagnostics/index.ts";
import {
  type Graph,
  graphId,
  type Signature,
  type SourceWeight,
  type TensorType,
  tensorType,
  type ValueId,
  type Variable,
  variableId,
} from "../../../ir/index.ts";
import { type Dim, fromNumbers, symbolDim } from "../../../numerics/index.ts";
import { TFG_E001 } from "../codes.ts";
import type { CustomOperators } from "../options.ts";
import type { FunctionDef, InputRef } from "../schema/index.ts";
import type { Body } from "./body.ts";
import { evaluateRefs } from "./evaluate.ts";
import { closeFrame, createFrame } from "./frame.ts";
import type { Out } from "./out.ts";
import { pruneGraphs } from "./prune.ts";
import { portKey } from "./schedule.ts";
import type { Scope, Sightings, Translation } from "./translation.ts";
import { tensorOf } from "./values.ts";
import type { TfVariable, VariableValues } from "./variables.ts";

/** A tensor of the main graph under the name that callers use. */
export interface EntryTensor {
  readonly name: string;
  readonly ref: InputRef;
}

export interface EntryInput extends EntryTensor {
  readonly type: TensorType;
}

/** A way into the graph. */
export interface EntryPoint {
  readonly name: string;
  /** The file declares none. */
  readonly implied: boolean;
  readonly inputs: readonly EntryInput[];
  readonly outputs: readonly EntryTensor[];
  /** Placeholders that get a value instead of being inputs. */
  readonly fixed: readonly { readonly ref: InputRef; readonly value: boolean | number; readonly type: TensorType }[];
}

export interface GraphRequest {
  readonly file: string;
  readonly body: Body;
  readonly functions: ReadonlyMap<string, FunctionDef>;
  readonly entries: readonly EntryPoint[];
  readonly values: VariableValues;
  readonly operators: CustomOperators | undefined;
  readonly byNode: boolean;
  readonly frozen: boolean;
  readonly report: Collector;
}

export interface TranslatedGraph {
  readonly graphs: readonly Graph[];
  readonly signatures: readonly Signature[];
  readonly variables: readonly Variable[];
  /** Tensors of Const nodes that were met. */
  readonly weights: readonly SourceWeight[];
  /** Every variable that was met. */
  readonly met: readonly TfVariable[];
  readonly sightings: Sightings;
  /** Positions of the signatures that run each graph. */
  readonly usedBy: readonly ReadonlySet<number>[];
}

/**
 * Translates what the entry points need of a graph into one graph each, and graphs for branches and loop bodies. Variables
 * that no entry point assigns become constants: whether one does shows on the way, so a pass that finds an assignment is
 * repeated. Throws `TFG-E001` and other damage of the file.
 */
export function translateGraph(request: GraphRequest): TranslatedGraph {
  let assigned: ReadonlySet<string> = new Set();
  for (;;) {
    const translation = startTranslation(request, assigned);
    const main = request.entries.map((entry) => translateEntry(translation, request, entry));
    const found = [...translation.newlyAssigned].filter((key) => !assigned.has(key));
    if (found.length === 0) return finish(translation, request, main);
    assigned = new Set([...assigned, ...found]);
  }
}

/** Nodes that one graph may become when functions are put in place of their calls: far above real ones. */
const mostNodes = 500_000;

function startTranslation(request: GraphRequest, assigned: ReadonlySet<string>): Translation {
  let [frames, nodes] = [0, 0];
  return {
    file: request.file,
    functions: request.functions,
    values: request.values,
    operators: request.operators,
    byNode: request.byNode,
    frozen: request.frozen,
    assigned,
    newlyAssigned: new Set(),
    variables: new Map(),
    regions: [],
    firstRegion: request.entries.length,
    weights: new Map(),
    weightNames: new Set(),
    bodies: new Map(),
    conditions: new Map(),
    sightings: {
      devices: new Map(),
      channelsFirst: new Map(),
      unknownAttributes: new Map(),
      missingVariables: new Set(),
      drawnAnew: new Set(),
      bakedBatch: 0,
    },
    report: request.report,
    nextFrame: () => frames++,
    spend() {
      nodes += 1;
      const problem = `Calls and loops make more than ${mostNodes} nodes of it`;
      if (nodes > mostNodes) fail(TFG_E001, { file: request.file }, { problem });
    },
    evaluate: evaluateRefs,
  };
}

function translateEntry(translation: Translation, { body }: GraphRequest, entry: EntryPoint): Graph {
  const frame = createFrame(undefined, translation.nextFrame);
  const bound = new Map<string, Out>();
  const given = (ref: InputRef, value: ValueId): void => {
    bound.set(portKey(ref.node, ref.index), { kind: "value", frame, value });
  };
  const symbols = openDimensions();
  const inputs = entry.inputs.map(({ name, ref, type }) => {
    const value = frame.builder.addValue({ type: symbols(type), name: ref.index === 0 ? ref.node : `${name}` });
    given(ref, value);
    return value;
  });
  for (const { ref, value, type } of entry.fixed) {
    const tensor = fromNumbers(type.dtype, [], [Number(value)]);
    given(ref, frame.emit.literal(tensor, `${ref.node} at inference`));
  }
  const scope: Scope = {
    translation,
    body,
    frame,
    path: "",
    depth: 0,
    results: new Map(),
    argument: () => undefined,
    bound,
    assumptions: new Map(),
    outer: undefined,
  };
  const outs = evaluateRefs(
    scope,
    entry.outputs.map(({ ref }) => ref),
    [],
  );
  const outputs = outs.map((out) => tensorOf(scope, out));
  return closeFrame(frame, entry.name, inputs, outputs);
}

/** Gives the open dimensions of inputs names: a leading one is the batch, `N`; the others are `D0`, `D1`, ... */
function openDimensions(): (type: TensorType) => TensorType {
  let count = 0;
  return ({ dtype, shape }) =>
    tensorType(
      dtype,
      shape?.map((dim, axis): Dim => {
        if (typeof dim === "number" || dim.kind === "affine") return dim;
        return symbolDim(axis === 0 ? "N" : `D${count++}`);
      }),
    );
}

function finish(translation: Translation, request: GraphRequest, main: readonly Graph[]): TranslatedGraph {
  const { graphs, usedBy } = pruneGraphs([...main, ...translation.regions], main.length);
  const signatures = request.entries.map(({ name, implied, inputs, outputs }, index): Signature => {
    const graph = graphs[index] as Graph;
    const named = (tensors: readonly EntryTensor[], values: readonly ValueId[]) =>
      tensors.map((tensor, i) => ({ name: tensor.name, value: values[i] as ValueId }));
    return {
      name,
      graph: graphId(index),
      inputs: named(inputs, graph.inputs),
      outputs: named(outputs, graph.outputs),
      implied,
    };
  });
  const kept = [...translation.variables.values()].filter(({ key }) => translation.assigned.has(key));
  const variables = kept.map(
    ({ key, name, type, value }, index): Variable => ({
      id: variableId(index),
      name,
      container: "",
      sharedName: key,
      type,
      ...(value === undefined ? {} : { initial: value.constant }),
    }),
  );
  return {
    graphs,
    signatures,
    variables,
    weights: [...translation.weights.values()],
    met: [...translation.variables.values()],
    sightings: translation.sightings,
    usedBy,
  };
}
