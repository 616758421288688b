import { attempt } from "../src/diagnostics/index.ts";
import { createBuilder, formatType, type TensorType, tensorType } from "../src/ir/index.ts";
import { type Dim, fromNumbers, isDType, parseDim } from "../src/numerics/index.ts";
import { type AttrsOf, createEmitter, type OpName } from "../src/ops/index.ts";

/** A type as text: `float32[N,224,?,3]`, `int32[*]`. */
export type TypeText = string;

/** An input in words: its type, an int32 vector that is known before the run, or none. */
export type InputText = TypeText | readonly number[] | null;

/** Types of a node's outputs, as text, from those of its inputs. */
export function inferred<N extends OpName>(
  op: N,
  inputs: readonly InputText[],
  attrs: AttrsOf<N>,
  outputs?: number,
): readonly TypeText[] {
  const builder = createBuilder();
  const emit = createEmitter(builder, () => op);
  const values = inputs.map((input, i) => {
    if (input === null) return null;
    if (typeof input !== "string") return emit.literal(fromNumbers("int32", [input.length], input), "operand");
    return builder.addValue({ type: readType(input), name: `input${i}` });
  });
  return emit
    .op(op, values, attrs, outputs === undefined ? {} : { outputs })
    .map((value) => formatType(emit.type(value)));
}

/** What a refusal says, or "accepted". */
export function refusalOf(work: () => unknown): string {
  const result = attempt(work);
  return "diagnostic" in result ? `${result.diagnostic.code} ${result.diagnostic.explain}` : "accepted";
}

function readType(text: TypeText): TensorType {
  const [, dtype, dims] = /^(\w+)\[(.*)\]$/.exec(text) ?? [];
  if (dtype === undefined || dims === undefined || !isDType(dtype)) throw new TypeError(`no type: ${text}`);
  if (dims === "*") return tensorType(dtype, undefined);
  const shape = dims === "" ? [] : dims.split(",").map((dim) => parseDim(dim) as Dim);
  return tensorType(dtype, shape);
}
