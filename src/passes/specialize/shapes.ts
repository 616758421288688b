import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import {
  formatType,
  type GraphId,
  getGraph,
  getValue,
  type Model,
  type TensorType,
  type ValueId,
} from "../../ir/index.ts";
import { bindShape, compatibleShapes, type Dim, formatShape } from "../../numerics/index.ts";
import { inferGraph } from "../../ops/index.ts";
import { PAS_E003, PAS_E005 } from "../codes.ts";

export interface ShapeRequest {
  /** First dimension of every input where it is free. */
  readonly batch?: number;
  /** Whole shapes by input name (signature argument or tensor). */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The model with its inputs' free dimensions fixed and every type worked out again. */
export function specializeShapes(
  model: Model,
  request: ShapeRequest,
): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const used = new Set<string>();
  let current = model;
  for (const graph of new Set<GraphId>(model.signatures.map((signature) => signature.graph))) {
    const names = argumentNames(model, graph);
    const { inputs } = getGraph(model, graph);
    const types = inputs.map((input) => {
      const { type, name } = getValue(getGraph(model, graph), input);
      const key = [names.get(input), name].find((n) => n !== undefined && Object.hasOwn(request.shapes ?? {}, n));
      const wanted = key === undefined ? withBatch(type, request.batch) : request.shapes?.[key];
      if (key !== undefined) used.add(key);
      if (wanted === undefined) return type;
      if (compatibleShapes(type.shape, wanted)) return { ...type, shape: wanted };
      const evidence = { input: key ?? name, given: formatShape(wanted), declared: formatType(type) };
      diagnostics.push(diagnose(PAS_E005, { tensor: name }, evidence));
      return type;
    });
    const symbols = boundSymbols(
      inputs.map((input) => getValue(getGraph(model, graph), input).type),
      types,
    );
    const bound = types.map((type) => ({ ...type, shape: bindShape(type.shape, symbols) }));
    const inferred = inferGraph(current, graph, bound);
    current = inferred.model;
    diagnostics.push(...inferred.diagnostics);
  }
  for (const name of Object.keys(request.shapes ?? {})) {
    if (used.has(name)) continue;
    const names = model.signatures.flatMap((signature) => signature.inputs.map((input) => input.name));
    diagnostics.push(diagnose(PAS_E003, {}, { input: name, names }));
  }
  return { model: current, diagnostics };
}

function argumentNames(model: Model, graph: GraphId): ReadonlyMap<ValueId, string> {
  const inputs = model.signatures.filter((signature) => signature.graph === graph).flatMap((s) => s.inputs);
  return new Map(inputs.map(({ value, name }) => [value, name]));
}

function withBatch({ shape }: TensorType, batch: number | undefined): readonly Dim[] | undefined {
  if (batch === undefined || shape === undefined || shape.length === 0 || typeof shape[0] === "number")
    return undefined;
  return [batch, ...shape.slice(1)];
}

/** What each symbol that stands alone as a dimension has become. */
function boundSymbols(before: readonly TensorType[], after: readonly TensorType[]): Record<string, number> {
  const symbols: Record<string, number> = {};
  before.forEach(({ shape }, index) => {
    shape?.forEach((dim, axis) => {
      const now = after[index]?.shape?.[axis];
      if (typeof dim === "number" || dim.kind !== "affine" || typeof now !== "number" || dim.offset !== 0) return;
      const [term, ...others] = Object.entries(dim.terms);
      if (term !== undefined && others.length === 0) symbols[term[0]] = now / term[1];
    });
  });
  return symbols;
}
