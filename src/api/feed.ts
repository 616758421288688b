import { type Diagnostic, diagnose, fail } from "../diagnostics/index.ts";
import type { TensorType } from "../ir/index.ts";
import {
  elementCount,
  fromNumbers,
  integerRange,
  isFloat,
  isInteger,
  roundHalfAway,
  type Tensor,
  tensor,
  toNumbers,
} from "../numerics/index.ts";
import type { Outputs, RunOptions, Session, SignatureInfo, TensorInfo } from "../runtime/index.ts";
import { API_E004, API_N005 } from "./codes.ts";

/**
 * Finds the input or output that a name means: the signature's argument, the tensor behind it, either without `:k`, or the
 * only one there is (then a note says so). Throws `API-E004` otherwise.
 */
export function matchTensor(name: string, tensors: readonly TensorInfo[], notes: Diagnostic[]): TensorInfo {
  const plain = (text: string): string => text.replace(/:\d+$/, "");
  const found =
    tensors.find((t) => t.name === name) ??
    tensors.find((t) => t.tensorName === name) ??
    tensors.find((t) => plain(t.name) === plain(name) || plain(t.tensorName) === plain(name));
  if (found !== undefined) return found;
  const only = tensors[0];
  if (tensors.length !== 1 || only === undefined) {
    return fail(API_E004, { tensor: name }, { wanted: name, names: tensors.map((t) => t.name) });
  }
  notes.push(diagnose(API_N005, { tensor: name }, { given: name, used: only.name }));
  return only;
}

/**
 * A tensor in the dtype that an input takes: integers to a float input by value; real numbers to a quantized input by its
 * scale, rounded half away from zero and clipped; integers of the same width as they are.
 */
export function convertTensor(given: Tensor, type: TensorType): Tensor {
  if (given.dtype === type.dtype || given.dtype === "string") return given;
  const { quantization } = type;
  const numbers = toNumbers(given);
  if (quantization?.kind === "perTensor" && isInteger(type.dtype)) {
    const { min, max } = integerRange(type.dtype);
    const { scale, zeroPoint } = quantization;
    const stored = numbers.map((x) => Math.min(max, Math.max(min, roundHalfAway(x / scale) + zeroPoint)));
    return fromNumbers(type.dtype, given.shape, stored);
  }
  return fromNumbers(type.dtype, given.shape, numbers);
}

/** The real numbers that a tensor stands for: quantized integers by their scale, the rest as they are. */
export function realTensor(t: Tensor): Tensor {
  const { quantization } = t;
  if (isFloat(t.dtype) || quantization?.kind !== "perTensor") return t;
  const { scale, zeroPoint } = quantization;
  return fromNumbers(
    "float32",
    t.shape,
    toNumbers(t).map((q) => (q - zeroPoint) * scale),
  );
}

/** Runs a signature on a batch: at once where the model's batch is free or the same, else one run per row. */
export function runBatched(
  session: Session,
  signature: SignatureInfo,
  inputs: Outputs,
  options: Omit<RunOptions, "signal" | "signature"> = {},
): Outputs {
  const run = { ...options, signature: signature.name };
  const rows = rowsToSplit(signature, inputs);
  if (rows === undefined) return session.runSync(inputs, run);
  const parts = Array.from({ length: rows }, (_, row) => {
    const one = Object.entries(inputs).map(([name, t]): [string, Tensor] => [name, sliceRow(t, row)]);
    return session.runSync(Object.fromEntries(one), run);
  });
  return Object.fromEntries(
    signature.outputs.map(({ name }) => [name, joinRows(parts.map((part) => part[name] as Tensor))]),
  );
}

/** Number of rows, when every input has that many and the model takes one. */
function rowsToSplit(signature: SignatureInfo, inputs: Outputs): number | undefined {
  const counts = new Set(signature.inputs.map(({ name }) => inputs[name]?.shape[0]));
  const [rows] = counts;
  const takesOne = signature.inputs.every(({ type }) => type.shape?.[0] === 1);
  return counts.size === 1 && rows !== undefined && rows > 1 && takesOne ? rows : undefined;
}

function sliceRow(t: Tensor, row: number): Tensor {
  const size = t.data.length / (t.shape[0] as number);
  return tensor(t.dtype, [1, ...t.shape.slice(1)], t.data.slice(row * size, (row + 1) * size) as Tensor["data"]);
}

function joinRows(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const shape = [parts.reduce((sum, part) => sum + (part.shape[0] ?? 1), 0), ...first.shape.slice(1)];
  if (!ArrayBuffer.isView(first.data)) {
    return tensor(
      first.dtype,
      shape,
      parts.flatMap((part) => part.data as readonly Uint8Array[]),
    );
  }
  const Elements = first.data.constructor as new (length: number) => Float32Array;
  const data = new Elements(elementCount(shape));
  let at = 0;
  for (const part of parts) {
    data.set(part.data as Float32Array, at);
    at += part.data.length;
  }
  return tensor(first.dtype, shape, data, first.quantization);
}
