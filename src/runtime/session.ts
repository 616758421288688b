import { fail } from "../diagnostics/index.ts";
import { type Graph, getGraph, getValue, type Model, type Signature, type TensorType } from "../ir/index.ts";
import type { Tensor } from "../numerics/index.ts";
import type { CustomOperators, TensorStore } from "../ops/index.ts";
import { RUN_E001, RUN_E003, RUN_E005, RUN_E006, RUN_E007, RUN_E008, RUN_E009 } from "./codes.ts";
import { type InputValue, toInputTensor } from "./input.ts";
import { createInterpreter, drain, type Interpreter, type Observer } from "./interpreter.ts";
import { initialState } from "./state.ts";
import { explainUnassigned } from "./unassigned.ts";

/** An input or output of a signature: the caller's name for it, and the tensor behind. */
export interface TensorInfo {
  readonly name: string;
  readonly tensorName: string;
  readonly type: TensorType;
}

export interface SignatureInfo {
  readonly name: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

export interface SessionOptions {
  /** How the model is computed. `reference` is the operators' specification: exact and slow. */
  readonly backend?: "reference";
  /** Seed of the session's random numbers; 0 by default. */
  readonly seed?: number;
  /** Implementations of operators that this tool does not know, by their name in the source (`CustomOperator`). */
  readonly customOperators?: CustomOperators;
  /** Where the model saves and restores tensors, if it does: `memoryStore`, `fileStore`, or the caller's own. */
  readonly store?: TensorStore;
}

export interface RunOptions {
  /** Which entry point; the first by default. */
  readonly signature?: string;
  /** Stops the run between two operators, in loops too (`RUN-E006`). Asynchronous runs only. */
  readonly signal?: AbortSignal;
  /** Operators that the run may compute, every round of a loop counted (`RUN-E009`); ten million by default. */
  readonly stepLimit?: number;
  /** Sees every intermediate value. */
  readonly observer?: Observer;
}

/** Named tensors. */
export type Outputs = Readonly<Record<string, Tensor>>;
export type Inputs = Readonly<Record<string, InputValue>>;

/** A model ready to run. Variables keep their values between runs, shared by all signatures. */
export interface Session {
  readonly signatures: readonly SignatureInfo[];
  /** Of the first signature. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Runs a signature. Rejects with a `HoldfastError` when the inputs do not fit or an operator is not supported. */
  run(inputs: Inputs, options?: RunOptions): Promise<Outputs>;
  /** {@link Session.run} without a promise; throws instead of rejecting. */
  runSync(inputs: Inputs, options?: Omit<RunOptions, "signal">): Outputs;
  /** Lets go of the model's memory; later runs throw `RUN-E005`. */
  close(): void;
}

/** Prepares a model for running. Throws `RUN-E007` for an unknown backend, `RUN-E008` for a model without a graph. */
export function createSession(model: Model, options: SessionOptions = {}): Session {
  if (options.backend !== undefined && options.backend !== "reference") {
    fail(RUN_E007, {}, { backend: String(options.backend) });
  }
  const signatures = model.signatures.map((signature) => describe(model, signature));
  const first = signatures[0];
  if (first === undefined)
    return fail(RUN_E008, {}, { problem: "The model has no graph, so there is nothing to run." });
  let interpreter: Interpreter | undefined = createInterpreter(model, initialState(model, options.seed), options);

  function* start(inputs: Inputs, run: RunOptions): Generator<void, Outputs> {
    const open = interpreter ?? fail(RUN_E005, {}, {});
    const signature = findSignature(model, run.signature);
    const fed = bindInputs(getGraph(model, signature.graph), signature, inputs);
    const results = yield* explained(
      limited(open.run(signature.graph, fed, run.observer), run.stepLimit ?? mostSteps),
      signature,
    );
    const graph = getGraph(model, signature.graph);
    return Object.fromEntries(
      signature.outputs.map(({ name, value }) => [name, results[graph.outputs.indexOf(value)] as Tensor]),
    );
  }

  function* explained<T>(steps: Generator<void, T>, signature: Signature): Generator<void, T> {
    try {
      return yield* steps;
    } catch (error) {
      throw explainUnassigned(error, model, signature);
    }
  }

  return {
    signatures,
    inputs: first.inputs,
    outputs: first.outputs,
    async run(inputs, run = {}) {
      if (run.signal === undefined) return drain(start(inputs, run));
      return drainUntil(start(inputs, run), run.signal);
    },
    runSync: (inputs, run = {}) => drain(start(inputs, run)),
    close() {
      interpreter = undefined;
    },
  };
}

/** Steps that a run takes unless told otherwise: a loop that never ends is stopped within minutes. */
const mostSteps = 10_000_000;

/** The steps of a run, up to a number of them. */
function* limited<T>(steps: Generator<void, T>, limit: number): Generator<void, T> {
  for (let taken = 0; ; taken++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (taken >= limit) fail(RUN_E009, {}, { limit });
    yield;
  }
}

/** Gives the host a turn after every operator, so that the signal can fire. */
async function drainUntil<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    if (signal.aborted) fail(RUN_E006, {}, {});
    const step = steps.next();
    if (step.done === true) return step.value;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
  }
}

function describe(model: Model, signature: Signature): SignatureInfo {
  const graph = getGraph(model, signature.graph);
  const info = ({ name, value }: Signature["inputs"][number]): TensorInfo => {
    const { name: tensorName, type } = getValue(graph, value);
    return { name, tensorName, type };
  };
  return { name: signature.name, inputs: signature.inputs.map(info), outputs: signature.outputs.map(info) };
}

/** A signature by name; the first without one. Throws `RUN-E001` for an unknown name. */
export function findSignature(model: Model, name?: string): Signature {
  const found = name === undefined ? model.signatures[0] : model.signatures.find((s) => s.name === name);
  return found ?? fail(RUN_E001, {}, { wanted: name ?? "", names: model.signatures.map((s) => s.name) });
}

/** Tensors in the graph's input order; names are the signature's, or those of the tensors behind. */
function bindInputs(graph: Graph, signature: Signature, inputs: Inputs): Tensor[] {
  const names = signature.inputs.map((input) => input.name);
  const byTensor = new Map(signature.inputs.map((input) => [getValue(graph, input.value).name, input.name]));
  const given = new Map<string, InputValue>();
  for (const [key, value] of Object.entries(inputs)) {
    const name = names.includes(key) ? key : byTensor.get(key);
    if (name === undefined) fail(RUN_E001, {}, { wanted: key, names });
    else given.set(name, value);
  }
  const missing = names.filter((name) => !given.has(name));
  if (missing.length > 0) fail(RUN_E003, {}, { inputs: missing });
  const symbols = new Map<string, number>();
  const bound = new Map(
    signature.inputs.map(({ name, value }) => [
      value,
      toInputTensor(name, getValue(graph, value).type, given.get(name) as InputValue, symbols),
    ]),
  );
  return graph.inputs.map((input) => bound.get(input) ?? fail(RUN_E003, {}, { inputs: [getValue(graph, input).name] }));
}
