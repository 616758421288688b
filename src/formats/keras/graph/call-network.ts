import { fail } from "../../../diagnostics/index.ts";
import type { ValueId } from "../../../ir/index.ts";
import { isFloat } from "../../../numerics/index.ts";
import { KER_E015 } from "../codes.ts";
import { type Argument, isListArgument, type TensorReference, tensorsIn } from "../config/argument.ts";
import { isArray } from "../config/json.ts";
import type { KerasLayer, Network } from "../config/layer.ts";
import { policyOf } from "../config/policy.ts";
import { isResolvedList, type Resolved, type ResolvedCall, resolveArgument, valuesIn } from "../layers/context.ts";
import { readDeclared } from "./declared.ts";
import { scheduleCalls } from "./schedule.ts";
import type { Translation } from "./state.ts";

/** Runs a model on the values of its input layers, by their names; answers its outputs, flattened. */
export function runNetwork(
  state: Translation,
  network: Network,
  inputs: ReadonlyMap<string, ValueId>,
): readonly ValueId[] {
  const declared = readDeclared(network);
  const results = new Map<string, readonly ValueId[]>();
  const keyOf = (layer: string, call: number): string => `${call} ${layer}`;
  const resolve = ({ layer, call, tensor }: TensorReference): ValueId => {
    const value = results.get(keyOf(layer, call))?.[tensor];
    if (value !== undefined) return value;
    const problem = `Output ${tensor} of a layer is needed, but it has not as many`;
    return fail(KER_E015, { file: state.file, node: layer }, { layers: [layer], problem });
  };
  for (const { member, call, arguments: given } of scheduleCalls(network, state.file)) {
    const { layer } = member;
    if (given === undefined) {
      const value = inputs.get(layer.name);
      results.set(keyOf(layer.name, call), value === undefined ? [] : [value]);
      continue;
    }
    const resolved: ResolvedCall = {
      args: given.args.map((argument) => resolveArgument(argument, resolve)),
      kwargs: new Map([...given.kwargs].map(([name, argument]) => [name, resolveArgument(argument, resolve)])),
    };
    results.set(
      keyOf(layer.name, call),
      state.call(layer, resolved, () => declared.outputs(layer, call)),
    );
  }
  return Array.from(tensorsIn(network.outputs), resolve);
}

/** A model called as a layer: its input layers take the arguments, by name where both sides have names, else in order. */
export function callNetwork(
  state: Translation,
  layer: KerasLayer,
  network: Network,
  call: ResolvedCall,
): readonly ValueId[] {
  const given = call.args[0];
  const inputs = new Map<string, ValueId>();
  const slots = [...tensorsIn(network.inputs)];
  const named = namedValues(given);
  const keys = recordKeys(network.inputs);
  const values = valuesIn(given);
  for (const [index, slot] of slots.entries()) {
    const key = keys.get(slot.layer) ?? slot.layer;
    const value = (named?.size === slots.length ? named.get(key) : undefined) ?? values[index];
    if (value === undefined) {
      const problem = `Model '${layer.path}' takes ${slots.length} inputs, ${values.length} are given`;
      return fail(KER_E015, { file: state.file, node: layer.path }, { layers: [layer.path], problem });
    }
    const member = network.members.find((candidate) => candidate.layer.name === slot.layer);
    inputs.set(slot.layer, member === undefined ? value : fitInput(state, value, member.layer));
  }
  return runNetwork(state, network, inputs);
}

/** Keras converts what a model is called with to the dtype of its input, and puts in or takes out a last axis of 1. */
function fitInput({ build }: Translation, value: ValueId, input: KerasLayer): ValueId {
  const { shape } = build.emit.type(value);
  const wanted = input.config.get("batch_shape");
  const dtype = policyOf(input).compute;
  const cast = isFloat(dtype) && isFloat(build.dtype(value)) ? build.cast(value, dtype) : value;
  if (shape === undefined || !isArray(wanted)) return cast;
  if (shape.length === wanted.length + 1 && shape.at(-1) === 1) return build.squeeze(cast, [shape.length - 1]);
  if (shape.length === wanted.length - 1 && wanted.at(-1) === 1) return build.expandDims(cast, shape.length);
  return cast;
}

function namedValues(given: Resolved | undefined): ReadonlyMap<string, ValueId> | undefined {
  if (given === null || typeof given !== "object" || isResolvedList(given) || given.kind !== "record") return undefined;
  return new Map([...given.entries].flatMap(([key, item]) => valuesIn(item).map((value) => [key, value] as const)));
}

/** Keys of a model's inputs that were given as a dictionary, by input layer. */
function recordKeys(inputs: Argument): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  if (inputs === null || typeof inputs !== "object" || isListArgument(inputs) || inputs.kind !== "record") return keys;
  for (const [key, item] of inputs.entries) for (const { layer } of tensorsIn(item)) keys.set(layer, key);
  return keys;
}
