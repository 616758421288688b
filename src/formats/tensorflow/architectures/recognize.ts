import { attempt, type Diagnostic, diagnose } from "../../../diagnostics/index.ts";
import { buildGraph, type Constant, createBuilder, type Graph, tensorType } from "../../../ir/index.ts";
import { symbolDim } from "../../../numerics/index.ts";
import { createEmitter } from "../../../ops/index.ts";
import { type Architecture, preprocessings } from "./architecture.ts";
import { CKP_N003 } from "./codes.ts";
import { inceptionV1, inceptionV3 } from "./inception.ts";
import { inceptionV4 } from "./inception-v4.ts";
import { mobilenetV1, mobilenetV2 } from "./mobilenet.ts";
import { createNetwork, type Variables } from "./network.ts";
import { resnets } from "./resnet.ts";
import { vggs } from "./vgg.ts";

const architectures: readonly Architecture[] = [
  ...resnets,
  mobilenetV1,
  mobilenetV2,
  inceptionV1,
  inceptionV3,
  inceptionV4,
  ...vggs,
];

/** A graph that was built again from variables. */
export interface Rebuilt {
  readonly architecture: Architecture;
  readonly graph: Graph;
  readonly note: Diagnostic;
  /** Whether a variable belongs to the network but is no part of inference: auxiliary heads, the mean colour. */
  isUnused(variable: string): boolean;
}

/**
 * The published network whose variables these are: those that it needs and no others, by name, with shapes that fit each
 * other. Resemblance is not enough. `names` are the variables that are weights; `value` gives their numbers.
 */
export function rebuild(names: readonly string[], value: Variables): Rebuilt | undefined {
  const scope = names[0]?.split("/", 1)[0];
  const architecture = architectures.find((one) => one.scope === scope);
  if (architecture === undefined) return undefined;
  const isUnused = (name: string): boolean =>
    architecture.unused.some((part) => name === `${scope}/${part}` || name.startsWith(`${scope}/${part}/`));
  const wanted = new Map<string, Constant | undefined>(
    names.filter((name) => !isUnused(name)).map((name) => [name, value(name)]),
  );
  const built = attempt(() => build(architecture, wanted));
  if ("diagnostic" in built || built.value === undefined) return undefined;
  const { graph, classes } = built.value;
  const { title, size, preprocessing } = architecture;
  const evidence = {
    architecture: title,
    variables: wanted.size,
    size,
    classes,
    preprocessing: preprocessings[preprocessing],
    input: "input",
    output: graph.values[graph.outputs[0] ?? 0]?.name ?? "",
  };
  return { architecture, graph, note: diagnose(CKP_N003, {}, evidence), isUnused };
}

function build(
  { style, size, scope, build: emitLayers }: Architecture,
  wanted: ReadonlyMap<string, Constant | undefined>,
): { readonly graph: Graph; readonly classes: number } | undefined {
  const asked = new Set<string>();
  const builder = createBuilder();
  const emit = createEmitter(builder, () => scope);
  const net = createNetwork(
    emit,
    (name) => {
      const constant = wanted.get(name);
      if (constant !== undefined) asked.add(name);
      return constant;
    },
    style,
  );
  const input = builder.addValue({
    name: "input",
    type: tensorType("float32", [symbolDim("batch"), size, size, 3]),
  });
  const output = emitLayers(net, input, scope);
  const classes = net.channels(output);
  if ([...wanted.keys()].some((name) => !asked.has(name)) || typeof classes !== "number") return undefined;
  return { graph: buildGraph(builder, "main", [input], [output]), classes };
}
