import { decodeFlexBuffer, encodeFlexBuffer, type PlainValue } from "../../../bytes/index.ts";
import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { decompose, type OperatorRule, operator, plain, type TfliteRule, unsupported } from "./rule.ts";

/** Operators whose options are only the graphs that they run, which are the node's regions. */
const regionsOnly = (
  code: "IF" | "WHILE" | "CALL_ONCE" | "CALL",
  table: "IfOptions" | "WhileOptions" | "CallOnceOptions" | "CallOptions",
): OperatorRule<AttrsOf<"while">> => operator({ code, table, read: () => ({}), write: () => ({}) });

const random = (
  code: "RANDOM_UNIFORM" | "RANDOM_STANDARD_NORMAL" | "MULTINOMIAL",
): OperatorRule<AttrsOf<"randomUniform">> =>
  operator({
    code,
    table: "RandomOptions",
    read: ({ seed, seed2 }) => ({ seed: Number(seed), seed2: Number(seed2) }),
    write: ({ seed, seed2 }) => ({ seed, seed2 }),
  });

/** The attributes of a composite, a FlexBuffer, as JSON; empty when they are none. */
function compositeText(bytes: Uint8Array | undefined): string {
  const value = bytes === undefined ? undefined : decodeFlexBuffer(bytes);
  return value === undefined ? "" : JSON.stringify(value);
}

function compositeBytes(attributes: string): Uint8Array | { readonly refused: string } {
  try {
    return encodeFlexBuffer(JSON.parse(attributes) as PlainValue);
  } catch {
    return { refused: "the attributes of the composite are not JSON" };
  }
}

type ControlOp = Extract<
  OpName,
  | "if"
  | "while"
  | "callOnce"
  | "call"
  | "composite"
  | "varHandle"
  | "readVariable"
  | "assignVariable"
  | "randomUniform"
  | "randomStandardNormal"
  | "multinomial"
  | "trainingOnly"
>;

/** Operators that run graphs, keep state, or draw random numbers. */
export const controlRules: { readonly [N in ControlOp]: TfliteRule<N> } = {
  if: regionsOnly("IF", "IfOptions"),
  while: regionsOnly("WHILE", "WhileOptions"),
  callOnce: regionsOnly("CALL_ONCE", "CallOnceOptions"),
  trainingOnly: decompose,
  call: unsupported("TensorFlow Lite has a word for calls, but no runtime that runs them"),
  composite: operator({
    code: "STABLEHLO_COMPOSITE",
    table: "StableHLOCompositeOptions",
    read: ({ name, composite_attributes, version }) => ({
      name: name ?? "",
      attributes: compositeText(composite_attributes),
      version,
    }),
    write({ name, attributes, version }) {
      if (attributes === "") return { name, version };
      const composite_attributes = compositeBytes(attributes);
      return composite_attributes instanceof Uint8Array
        ? { name, version, composite_attributes }
        : composite_attributes;
    },
  }),
  varHandle: operator({
    code: "VAR_HANDLE",
    table: "VarHandleOptions",
    read: ({ container, shared_name }) => ({ container: container ?? "", sharedName: shared_name ?? "" }),
    write: ({ container, sharedName }) => ({ container, shared_name: sharedName }),
  }),
  readVariable: plain("READ_VARIABLE", () => ({})),
  assignVariable: plain("ASSIGN_VARIABLE", () => ({})),
  randomUniform: random("RANDOM_UNIFORM"),
  randomStandardNormal: random("RANDOM_STANDARD_NORMAL"),
  multinomial: random("MULTINOMIAL"),
};
