import { type Collector, fail } from "../../../diagnostics/index.ts";
import { TFG_E006, TFG_E007, TFG_N011, TFG_N012 } from "../codes.ts";
import { type Body, type EntryPoint, outputCount } from "../graph/index.ts";
import { type InputRef, parseInput } from "../schema/index.ts";
import { type FoundInputs, findInputs } from "./inputs.ts";
import { portType } from "./ports.ts";
import { type OutputCandidate, rankOutputs } from "./rank.ts";

export interface EntryRequest {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

/** An entry point of a graph that declares none, and where data came into it. */
export interface InferredEntry {
  readonly entry: EntryPoint;
  readonly found: FoundInputs;
}

/** Outputs that score less than this below the best are not taken, only told of. */
const scoreBand = 3;
/** Names that are told of in messages. */
const mostNamed = 8;

/**
 * Chooses what goes in and what comes out of a graph: what the user names, else what looks like it. Throws `TFG-E006` for
 * a name that is not there, `TFG-E007` when nothing looks like an output.
 */
export function inferEntry(
  body: Body,
  request: EntryRequest,
  producer: number,
  file: string,
  report: Collector,
): InferredEntry {
  const ranked = rankOutputs(body, producer);
  const chosen = request.outputs === undefined ? best(ranked) : [];
  const named = (request.outputs ?? []).map((name) => findTensor(body, name, "output", ranked, file));
  const outputs: readonly InputRef[] =
    request.outputs === undefined ? chosen.flatMap(({ node }) => portsOf(node)) : named;
  if (outputs.length === 0) {
    const sinks = ranked.map(({ node }) => node.name);
    fail(TFG_E007, { file }, { nodes: body.nodes.size, sinks: sinks.slice(0, mostNamed) });
  }
  const given = (request.inputs ?? []).map((name) => findTensor(body, name, "input", ranked, file));
  const found = findInputs(body, outputs, given, producer);
  const inputs = [
    ...given.map((ref) => ({ ref, type: portType(body, ref, producer) })),
    ...found.inputs.filter(({ ref }) => !given.some((own) => own.node === ref.node && own.index === ref.index)),
  ];
  note(request, chosen, ranked, found, file, report);
  return {
    entry: {
      name: "serving_default",
      implied: true,
      inputs: inputs.map(({ ref, type }, i) => ({ name: request.inputs?.[i] ?? tensorName(ref), ref, type })),
      outputs: outputs.map((ref, i) => ({ name: request.outputs?.[i] ?? tensorName(ref), ref })),
      fixed: found.fixed,
    },
    found,
  };
}

/** TopK gives values and indices; other outputs are the first of their node. */
function portsOf(node: OutputCandidate["node"]): readonly InputRef[] {
  const first = parseInput(node.name);
  return /^TopK/.test(node.op) ? [first, parseInput(`${node.name}:1`)] : [first];
}

const tensorName = ({ node, index }: InputRef): string => (index === 0 ? node : `${node}:${index}`);

function best(ranked: readonly OutputCandidate[]): readonly OutputCandidate[] {
  const top = ranked[0]?.score ?? 0;
  return ranked.filter(({ score }) => score > top - scoreBand);
}

function findTensor(
  body: Body,
  name: string,
  kind: "input" | "output",
  ranked: readonly OutputCandidate[],
  file: string,
): InputRef {
  const ref = parseInput(name);
  const node = body.nodes.get(ref.node);
  if (node !== undefined && ref.index < Math.max(1, outputCount(body, node))) return ref;
  const candidates =
    kind === "output"
      ? best(ranked).map((candidate) => candidate.node.name)
      : [...body.nodes.values()]
          .filter(({ op }) => op.startsWith("Placeholder"))
          .map((placeholder) => placeholder.name);
  const evidence = { wanted: name, kind, candidates: candidates.slice(0, mostNamed), near: nearNames(body, ref.node) };
  return fail(TFG_E006, { file, tensor: name }, evidence);
}

/** Nodes whose last word is in the wanted name's, or the other way round. */
function nearNames(body: Body, wanted: string): readonly string[] {
  const last = (name: string): string => (name.split("/").at(-1) ?? name).toLowerCase();
  const word = last(wanted);
  const near = [...body.nodes.keys()].filter(
    (name) => last(name) === word || name.toLowerCase() === wanted.toLowerCase(),
  );
  return near.slice(0, mostNamed);
}

function note(
  request: EntryRequest,
  chosen: readonly OutputCandidate[],
  ranked: readonly OutputCandidate[],
  found: FoundInputs,
  file: string,
  report: Collector,
): void {
  if (request.outputs === undefined) {
    const others = ranked.filter((candidate) => !chosen.includes(candidate));
    report.report(
      TFG_N011,
      { file },
      {
        inputs: found.inputs.map(({ ref, why }) => ({ name: tensorName(ref), why })),
        outputs: chosen.map(({ node, why }) => ({ name: node.name, why })),
        others: others.slice(0, mostNamed).map(({ node, why }) => ({ name: node.name, why })),
      },
    );
  }
  if (found.fixed.length > 0) {
    const folded = found.fixed.map(({ ref, value, why }) => ({ name: tensorName(ref), value, why }));
    report.report(TFG_N012, { file }, { folded });
  }
}
