import type { Model, SourceWeight, Variable } from "../../ir/index.ts";
import { formatShape, isStaticShape } from "../../numerics/index.ts";

/** The weight of a source that a variable holds, or why there is none. */
export type Match = { readonly weight: SourceWeight } | { readonly problem: string };

/** Finds a variable's weight in a source. */
export type Matcher = (variable: Variable) => Match;

/**
 * Matches variables with the weights of the model that they were converted from: by the name that its graph shares the
 * variable by, then by the names of the object that owns it, then by the weight's own name or the end of it. A name that
 * several weights of the variable's type have is no match.
 */
export function matcherOf(source: Model): Matcher {
  const ranks: readonly ((weight: SourceWeight) => readonly string[])[] = [
    ({ variables = [] }) => variables.slice(0, 1),
    ({ variables = [] }) => variables.slice(1),
    ({ name }) => [name, plainName(name)],
    ({ name, owner }) => [
      tail(name),
      ...(owner === undefined ? [] : [`${owner}/${plainName(name).split("/").at(-1)}`]),
    ],
  ];
  const indices = ranks.map((namesOf, rank) => {
    const index = new Map<string, Set<SourceWeight>>();
    for (const weight of source.weights) {
      for (const name of namesOf(weight)) index.set(name, (index.get(name) ?? new Set()).add(weight));
    }
    return { index, wanted: rank === ranks.length - 1 ? tail : plainName };
  });
  return (variable) => {
    const name = variable.sharedName === "" ? variable.name : variable.sharedName;
    let misfit: SourceWeight | undefined;
    for (const { index, wanted } of indices) {
      const found = [...(index.get(name) ?? index.get(wanted(name)) ?? [])];
      const [weight, ...others] = found.filter((candidate) => fits(candidate, variable));
      misfit ??= found[0];
      if (weight === undefined) continue;
      if (others.length > 0) return { problem: `several weights of the source go by its name: ${namesIn(found)}` };
      return { weight };
    }
    if (misfit === undefined) return { problem: "no weight of the source goes by its name" };
    const given = `${misfit.dtype}${formatShape(misfit.shape)}`;
    const { dtype, shape } = variable.type ?? {};
    if (misfit.constant === undefined) return { problem: `the values of '${misfit.name}' cannot be read` };
    return { problem: `'${misfit.name}' is ${given} and the variable ${dtype}${formatShape(shape)}` };
  };
}

const namesIn = (weights: readonly SourceWeight[]): string => weights.map(({ name }) => `'${name}'`).join(", ");

/** A name without what files add to it: `:0` of tensors, the attribute of checkpoints. */
const plainName = (name: string): string => name.replace(/\/\.ATTRIBUTES\/VARIABLE_VALUE$/, "").replace(/:\d+$/, "");

/** The last two parts of a name: `conv/kernel`. */
const tail = (name: string): string => plainName(name).split("/").slice(-2).join("/");

function fits({ dtype, shape, constant }: SourceWeight, { type }: Variable): boolean {
  if (constant === undefined) return false;
  if (type === undefined) return true;
  if (dtype !== type.dtype) return false;
  return !isStaticShape(type.shape) || formatShape(shape) === formatShape(type.shape);
}
