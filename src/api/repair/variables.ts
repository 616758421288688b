import { findUnsafeVariables, keyOfVariable, type UnsafeVariable, VAR_E001, VAR_W002 } from "../../analysis/index.ts";
import { attempt, type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { type Model, originWeights, type Variable } from "../../ir/index.ts";
import { formatShape } from "../../numerics/index.ts";
import { type Matcher, matcherOf } from "./match.ts";
import { findOverwritten, reportOverwritten } from "./overwritten.ts";

/** What is proved of a variable. Plain data: `inspect --variables --json` prints it. */
export interface VariableVerdict {
  readonly name: string;
  readonly type?: string;
  /** It has a value wherever it is read, whichever entry point is called first. */
  readonly safe: boolean;
  /** The source's name of its weight, where that is known. */
  readonly weight?: string;
  /** Reads that come too early, one for each entry point that has some. */
  readonly reads: UnsafeVariable["reads"];
  /** Entry points that give it a value before they read it. */
  readonly assignedBy: readonly string[];
}

/** Variables named in a message. */
const mostNamed = 5;

/**
 * The verdict on every resource variable of a model, and an error for each that is not safe. With the model that it was made
 * from, weights are named, and values that overwrite trained ones are found.
 */
export function proveVariables(
  model: Model,
  source?: Model,
): { readonly variables: readonly VariableVerdict[]; readonly diagnostics: readonly Diagnostic[] } {
  const unsafe = new Map(findUnsafeVariables(model).map((variable) => [keyOfVariable(variable), variable]));
  const match = source === undefined ? undefined : matcherOf(source);
  const variables = model.variables
    .filter(({ sharedName }) => sharedName !== "")
    .map((variable): VariableVerdict => {
      const { name, type } = variable;
      const found = unsafe.get(keyOfVariable(variable));
      const weight = weightOf(variable, match);
      return {
        name,
        ...(type === undefined ? {} : { type: `${type.dtype}${formatShape(type.shape)}` }),
        safe: found === undefined,
        ...(weight === undefined ? {} : { weight }),
        reads: found?.reads ?? [],
        assignedBy: found?.assignedBy ?? [],
      };
    });
  const errors = variables
    .filter(({ safe }) => !safe)
    .map(({ name, reads, assignedBy, weight = "" }) => {
      const signatures = reads.map(({ signature }) => signature);
      const node = reads[0]?.node ?? "";
      return diagnose(VAR_E001, { tensor: name }, { variable: name, signatures, node, assignedBy, weight });
    });
  const compared = attempt(() => (match === undefined ? [] : reportOverwritten(findOverwritten(model, match))));
  const overwritten = "diagnostic" in compared ? [compared.diagnostic] : compared.value;
  return { variables, diagnostics: [...errors, ...overwritten] };
}

function weightOf(variable: Variable, match: Matcher | undefined): string | undefined {
  const found = match?.(variable);
  if (found !== undefined && "weight" in found) return found.weight.name;
  return variable.initial === undefined ? undefined : [...originWeights(variable.initial.origin)][0];
}

/** One warning for all variables of a model that may be read before they have a value; none where there are none. */
export function warnOfVariables(model: Model): readonly Diagnostic[] {
  const unsafe = findUnsafeVariables(model);
  if (unsafe.length === 0) return [];
  const signatures = [...new Set(unsafe.flatMap(({ reads }) => reads.map(({ signature }) => signature)))];
  const variables = unsafe.slice(0, mostNamed).map(({ name }) => name);
  return [diagnose(VAR_W002, {}, { count: unsafe.length, variables, signatures })];
}
