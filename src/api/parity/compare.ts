import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Model } from "../../ir/index.ts";
import { type Tensor, toNumbers } from "../../numerics/index.ts";
import { type CustomOperators, compareTensors, type Tolerance } from "../../ops/index.ts";
import { createSession, type Observer, type Outputs, type Session, type SignatureInfo } from "../../runtime/index.ts";
import { convertTensor, matchTensor, realTensor, runBatched } from "../feed.ts";
import { randomInputs } from "./random-inputs.ts";

export interface CompareOptions extends Tolerance {
  /** Entry point of the first model, and of the second when it has it too; else the first ones. */
  readonly signature?: string;
  /** Inputs by name; seeded random ones otherwise. */
  readonly inputs?: readonly Outputs[];
  /** How many random inputs (4), and their seed (0). */
  readonly samples?: number;
  readonly seed?: number;
  readonly perLayer?: boolean;
  /** Implementations of operators that this tool does not know, for both models. */
  readonly customOperators?: CustomOperators;
  readonly onSample?: (done: number, of: number) => void;
}

/** How two models answer to the same inputs. */
export interface ModelComparison {
  readonly samples: number;
  readonly outputs: readonly ValueComparison[];
  /** Values that both models make under one name, in the second model's order; with `perLayer` only. */
  readonly layers?: readonly ValueComparison[];
  readonly equal: boolean;
  readonly notes: readonly Diagnostic[];
}

export interface ValueComparison {
  readonly name: string;
  /** What it is called in the second model. */
  readonly counterpart: string;
  /** Operator that makes it in the second model; for layers. */
  readonly op?: string;
  readonly maxError: number;
  readonly meanError: number;
  readonly cosine: number;
  /** Share of rows whose largest element is at the same place; where rows have at least two. */
  readonly top1Agreement?: number;
  readonly equal: boolean;
  readonly mismatch?: string;
}

/** Runs both models on the same inputs and compares what they answer. Throws a diagnostic when they cannot be compared. */
export function compareModels(a: Model, b: Model, options: CompareOptions): ModelComparison {
  const notes: Diagnostic[] = [];
  const { customOperators = {} } = options;
  const sessions = [createSession(a, { customOperators }), createSession(b, { customOperators })] as const;
  const first = signatureOf(sessions[0], options.signature);
  const second = signatureOf(sessions[1], first.name);
  const pairs = pairTensors(first.outputs, second.outputs, notes);
  const fed = options.inputs ?? randomInputs(first, options.samples ?? 4, options.seed ?? 0);
  const outputs = new Map<string, ValueTotal>();
  const layers = new Map<string, ValueTotal>();
  fed.forEach((inputs, index) => {
    const seen = new Map<string, Tensor>();
    const remember: Observer = (_graph, _node, value, t) => void seen.set(value.name, t);
    const check: Observer = (_graph, node, value, t) => {
      const other = seen.get(value.name);
      if (other !== undefined) total(layers, value.name, value.name, node.op).add(other, t, options);
    };
    const got = runBatched(
      sessions[0],
      first,
      feed(first, inputs, notes),
      options.perLayer ? { observer: remember } : {},
    );
    const want = runBatched(
      sessions[1],
      second,
      feed(second, inputs, notes),
      options.perLayer ? { observer: check } : {},
    );
    for (const [name, counterpart] of pairs) {
      total(outputs, name, counterpart).add(got[name] as Tensor, want[counterpart] as Tensor, options);
    }
    options.onSample?.(index + 1, fed.length);
  });
  const results = [...outputs.values()].map((t) => t.result());
  return {
    samples: fed.length,
    outputs: results,
    ...(options.perLayer ? { layers: [...layers.values()].map((t) => t.result()) } : {}),
    equal: results.every((output) => output.equal),
    notes: unique(notes),
  };
}

function signatureOf(session: Session, wanted: string | undefined): SignatureInfo {
  return session.signatures.find(({ name }) => name === wanted) ?? (session.signatures[0] as SignatureInfo);
}

/** Outputs by name; by position when both models have as many and a name is missing. */
function pairTensors(
  a: SignatureInfo["outputs"],
  b: SignatureInfo["outputs"],
  notes: Diagnostic[],
): readonly (readonly [string, string])[] {
  const names = new Set(b.map((info) => info.name));
  if (a.length === b.length && a.some((info) => !names.has(info.name))) {
    return a.map((info, index) => [info.name, b[index]?.name ?? ""]);
  }
  return a.map((info) => [info.name, matchTensor(info.name, b, notes).name]);
}

/** Inputs under the signature's names, in its dtypes; by position when a name is not found and the counts agree. */
function feed(signature: SignatureInfo, inputs: Outputs, notes: Diagnostic[]): Outputs {
  const entries = Object.entries(inputs);
  const known = new Set(signature.inputs.flatMap((info) => [info.name, info.tensorName]));
  const positional = entries.length === signature.inputs.length && entries.some(([name]) => !known.has(name));
  return Object.fromEntries(
    entries.map(([name, t], index) => {
      const info = positional ? signature.inputs[index] : matchTensor(name, signature.inputs, notes);
      return info === undefined ? [name, t] : [info.name, convertTensor(t, info.type)];
    }),
  );
}

interface ValueTotal {
  add(got: Tensor, want: Tensor, tolerance: Tolerance): void;
  result(): ValueComparison;
}

function total(into: Map<string, ValueTotal>, name: string, counterpart: string, op?: string): ValueTotal {
  const known = into.get(name);
  if (known !== undefined) return known;
  let [maxError, errorSum, count, cosine, rows, agreeing, equal] = [0, 0, 0, 1, 0, 0, true];
  let mismatch: string | undefined;
  const made: ValueTotal = {
    add(got, want, tolerance) {
      const [a, b] = [realTensor(got), realTensor(want)];
      const found = compareTensors(a, b, tolerance);
      maxError = Math.max(maxError, found.maxError);
      errorSum += found.meanError;
      count += 1;
      cosine = Math.min(cosine, found.cosine);
      equal &&= found.equal;
      mismatch ??= found.mismatch;
      const [same, of] = found.mismatch === undefined ? topAgreement(a, b) : [0, 0];
      agreeing += same;
      rows += of;
    },
    result: () => ({
      name,
      counterpart,
      ...(op === undefined ? {} : { op }),
      maxError,
      meanError: errorSum / Math.max(count, 1),
      cosine,
      ...(rows === 0 ? {} : { top1Agreement: agreeing / rows }),
      equal,
      ...(mismatch === undefined ? {} : { mismatch }),
    }),
  };
  into.set(name, made);
  return made;
}

/** Rows whose largest element is at the same place, and rows in all. */
function topAgreement(a: Tensor, b: Tensor): readonly [same: number, rows: number] {
  const columns = a.shape.at(-1) ?? 1;
  if (columns < 2 || a.shape.length < 2) return [0, 0];
  const [x, y] = [toNumbers(a), toNumbers(b)];
  const rows = x.length / columns;
  let same = 0;
  for (let row = 0; row < rows; row++) if (argMax(x, row, columns) === argMax(y, row, columns)) same += 1;
  return [same, rows];
}

function argMax(numbers: Float64Array, row: number, columns: number): number {
  let best = 0;
  for (let i = 1; i < columns; i++) {
    if ((numbers[row * columns + i] as number) > (numbers[row * columns + best] as number)) best = i;
  }
  return best;
}

function unique(notes: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(notes.map((note) => [note.code + note.explain, note])).values()];
}
