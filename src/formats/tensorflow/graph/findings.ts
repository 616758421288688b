import type { Collector } from "../../../diagnostics/index.ts";
import { TFG_E004, TFG_E005, TFG_E013, TFG_N018, TFG_W004, TFG_W005, TFG_W008, TFG_W009, TFG_W013 } from "../codes.ts";
import type { GraphRequest, TranslatedGraph } from "./translate.ts";

/** Nodes of one operator that are not translated for one reason. */
interface Untranslated {
  readonly op: string;
  readonly reason: string;
  readonly custom: boolean;
  readonly config: string;
  readonly nodes: Set<string>;
  readonly signatures: Set<number>;
}

/** Reports what is left of a graph that cannot be run, and what was noticed in translating it. */
export function reportGraph(
  translated: TranslatedGraph,
  request: GraphRequest,
  producer: number,
  missing: string,
  report: Collector,
): void {
  const { file } = request;
  const names = request.entries.map(({ name }) => name);
  const found = untranslated(translated);
  const broken = new Set(found.flatMap(({ signatures }) => [...signatures]));
  const works = names.some((_, index) => !broken.has(index));
  for (const { op, reason, custom, config, nodes, signatures } of found) {
    const where = { file, node: [...nodes][0] ?? op, op };
    const common = { op, nodes: [...nodes], signatures: [...signatures].map((index) => names[index] ?? "") };
    if (custom) report.report(works ? TFG_W004 : TFG_E004, where, { ...common, attributes: config });
    else report.report(works ? TFG_W005 : TFG_E005, where, { ...common, reason });
  }
  reportMissing(translated, file, missing, report);
  const random = [...translated.sightings.drawnAnew];
  if (random.length > 0) report.report(TFG_N018, { file, node: random[0] ?? "" }, { nodes: random });
  const { unknownAttributes, devices, channelsFirst } = translated.sightings;
  if (unknownAttributes.size > 0) {
    const attributes = [...unknownAttributes.values()];
    report.report(TFG_W008, { file, node: attributes[0]?.nodes[0] ?? "" }, { attributes, producer });
  }
  const pinned = [...devices].filter(([device]) => /gpu|tpu|xla/i.test(device));
  if (pinned.length > 0 || channelsFirst.size > 0) {
    report.report(
      TFG_W009,
      { file },
      {
        devices: pinned.map(([device, nodes]) => ({ device, nodes })),
        channelsFirst: [...channelsFirst].map(([op, nodes]) => ({ op, nodes })),
      },
    );
  }
}

function untranslated({ graphs, usedBy }: TranslatedGraph): readonly Untranslated[] {
  const found = new Map<string, Untranslated>();
  graphs.forEach((graph, index) => {
    for (const { op, name, attrs } of graph.nodes) {
      if (op !== "opaque" || attrs["reason"] === "") continue;
      const type = String(attrs["op"]);
      const reason = String(attrs["reason"]);
      const key = `${type} ${reason}`;
      const entry = found.get(key) ?? {
        op: type,
        reason,
        custom: attrs["custom"] === true,
        config: describe(attrs["config"]),
        nodes: new Set<string>(),
        signatures: new Set<number>(),
      };
      found.set(key, entry);
      entry.nodes.add(name);
      for (const user of usedBy[index] ?? []) entry.signatures.add(user);
    }
  });
  return [...found.values()];
}

/** `fast=true, T=DT_FLOAT`. */
function describe(config: unknown): string {
  if (typeof config !== "object" || config === null) return "";
  const own = Object.entries(config).filter(([name]) => !name.startsWith("_"));
  return own
    .slice(0, 6)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

/** Variables without a value are an error where a constant is needed, and where every signature needs one. */
function reportMissing(translated: TranslatedGraph, file: string, missing: string, report: Collector): void {
  const empty = [...translated.sightings.missingVariables];
  const read = new Set(
    translated.graphs.flatMap((graph) =>
      graph.nodes.filter(({ op, attrs }) => op === "opaque" && attrs["op"] === "VariableV2").map(({ name }) => name),
    ),
  );
  const needed = empty.filter((name) => read.has(name));
  if (needed.length > 0) {
    const cut = lastWithout(translated, read);
    report.report(TFG_E013, { file, tensor: needed[0] ?? "" }, { variables: needed, missing, cut });
  }
  const uninitialised = translated.variables.filter(({ initial }) => initial === undefined).map(({ name }) => name);
  if (uninitialised.length > 0) report.report(TFG_W013, { file }, { variables: uninitialised, missing });
}

/** The last node of the first graph that depends on no variable without a value. */
function lastWithout(translated: TranslatedGraph, missing: ReadonlySet<string>): readonly string[] {
  const graph = translated.graphs[0];
  if (graph === undefined) return [];
  const tainted = new Set<number>();
  let last: string | undefined;
  for (const node of graph.nodes) {
    const isTainted = missing.has(node.name) || node.inputs.some((input) => input !== null && tainted.has(input));
    if (isTainted) for (const output of node.outputs) tainted.add(output);
    else last = node.name;
  }
  return last === undefined ? [] : [last];
}
