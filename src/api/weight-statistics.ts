import { attempt, type Diagnostic } from "../diagnostics/index.ts";
import { constantTensor, type Model, type SourceWeight } from "../ir/index.ts";
import { dtypeKind, toNumbers } from "../numerics/index.ts";

/** What the numbers of one array of the file are like. Without finite numbers the first four are not there. */
export interface WeightStatistics {
  readonly name: string;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** Standard deviation of all elements, not of a sample. */
  readonly deviation?: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
}

/**
 * Reads every array of the model's file that holds real numbers and sums them up. Arrays that cannot be read, because bytes
 * are missing or do not match their checksum, are diagnostics.
 */
export function weightStatistics(model: Model): {
  readonly statistics: readonly WeightStatistics[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const statistics: WeightStatistics[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const weight of model.weights) {
    const result = attempt(() => weightNumbers(weight));
    if ("diagnostic" in result) diagnostics.push(result.diagnostic);
    else if (result.value !== undefined) statistics.push(describe(weight.name, result.value));
  }
  return { statistics, diagnostics };
}

/** The numbers of an array; undefined where it holds none or its bytes are not there. */
function weightNumbers({ dtype, constant }: SourceWeight): Float64Array | undefined {
  const kind = dtypeKind(dtype);
  if (constant === undefined || kind === "string" || kind === "handle" || kind === "complex") return undefined;
  return toNumbers(constantTensor(constant));
}

function describe(name: string, numbers: Float64Array): WeightStatistics {
  let [min, max, sum, zeros, nan, infinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0, 0];
  for (const value of numbers) {
    if (Number.isNaN(value)) nan += 1;
    else if (!Number.isFinite(value)) infinite += 1;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros += 1;
      sum += value;
    }
  }
  const count = numbers.length - nan - infinite;
  if (count === 0) return { name, zeros, nan, infinite };
  const mean = sum / count;
  const squares = numbers.reduce((total, value) => total + (Number.isFinite(value) ? (value - mean) ** 2 : 0), 0);
  return { name, min, max, mean, deviation: Math.sqrt(squares / count), zeros, nan, infinite };
}
