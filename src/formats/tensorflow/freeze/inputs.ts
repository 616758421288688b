import type { TensorType } from "../../../ir/index.ts";
import { type Body, type BodyNode, loopEntries } from "../graph/index.ts";
import type { InputRef } from "../schema/index.ts";
import { inferenceValue } from "./placeholders.ts";
import { portType } from "./ports.ts";
import { isPlaceholder, isSource } from "./roles.ts";

/** Where data come into the part of a graph that some outputs need. */
export interface FoundInputs {
  readonly inputs: readonly {
    readonly ref: InputRef;
    readonly type: TensorType;
    readonly op: string;
    readonly why: string;
  }[];
  readonly fixed: readonly {
    readonly ref: InputRef;
    readonly type: TensorType;
    readonly value: boolean | number;
    readonly why: string;
  }[];
}

/** Walks from the outputs to what feeds them. `given` are tensors that the user feeds: the walk ends there. */
export function findInputs(
  body: Body,
  outputs: readonly InputRef[],
  given: readonly InputRef[],
  producer: number,
): FoundInputs {
  const inputs: FoundInputs["inputs"][number][] = [];
  const fixed: FoundInputs["fixed"][number][] = [];
  const seen = new Set<string>();
  const named = new Set(given.map(({ node, index }) => `${node}:${index}`));
  const todo = [...outputs].reverse();
  for (let ref = todo.pop(); ref !== undefined; ref = todo.pop()) {
    const key = `${ref.node}:${ref.index}`;
    if (named.has(key) || seen.has(key)) continue;
    seen.add(key);
    const node = body.nodes.get(ref.node);
    if (node === undefined) continue;
    const type = (): TensorType => portType(body, ref as InputRef, producer);
    if (isSource(node.op)) {
      inputs.push({ ref, type: openBatch(type()), op: node.op, why: `where ${node.op} brings data in` });
      continue;
    }
    const isDefault = node.op === "PlaceholderWithDefault";
    if (isPlaceholder(node.op) && !(isDefault && (type().shape?.length === 0 || isComputed(body, node)))) {
      const value = isDefault ? undefined : inferenceValue(node.name, type());
      if (value === undefined) inputs.push({ ref, type: type(), op: node.op, why: `a ${node.op}` });
      else fixed.push({ ref, type: type(), ...value });
      continue;
    }
    todo.push(...[...node.inputs, ...loopEntries(body, node)].reverse());
  }
  return { inputs, fixed };
}

/** Whether the default of a placeholder is what the rest of the model computes, so that it is none of its inputs. */
function isComputed(body: Body, placeholder: BodyNode): boolean {
  const todo = placeholder.inputs.map(({ node }) => node);
  const seen = new Set<string>();
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = body.nodes.get(name);
    if (node === undefined || isSource(node.op)) continue;
    if (node.op === "Placeholder" || node.op === "PlaceholderV2") return true;
    todo.push(...node.inputs.map((ref) => ref.node));
  }
  return false;
}

/** A batch that training fixed is open at inference. */
function openBatch(type: TensorType): TensorType {
  const [first, ...rest] = type.shape ?? [];
  if (typeof first !== "number") return type;
  return { ...type, shape: [{ kind: "unknown" }, ...rest] };
}
