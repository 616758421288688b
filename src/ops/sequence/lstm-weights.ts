import type { Tensor } from "../../numerics/index.ts";
import type { Slot } from "../define.ts";
import { invalid } from "../infer.ts";
import { type AddProduct, productOf, realVector } from "./product.ts";

/** What makes one gate. */
export interface Gate {
  readonly input: AddProduct;
  readonly recurrent: AddProduct;
  /** Weights of a second input; absent where there is none. */
  readonly auxiliary?: AddProduct;
  /** Weights of the cell's memory, one each ("peephole"). */
  readonly peephole?: Float64Array;
  readonly bias: Float64Array;
  /** The gate is normalized, multiplied by these, and only then the bias is added. */
  readonly norm?: Float64Array;
}

/** Weights of a long short-term memory in TensorFlow Lite's layout. */
export interface LstmWeights {
  /** Absent where the input gate is `1 - forget` ("coupled input and forget gate"). */
  readonly input?: Gate;
  readonly forget: Gate;
  readonly cell: Gate;
  readonly output: Gate;
  readonly projection?: AddProduct;
  readonly projectionBias?: Float64Array;
}

/** Where the tensors of a memory stand among an operator's inputs; the gates in the order input, forget, cell, output. */
export interface LstmPlaces {
  readonly input: number;
  readonly recurrent: number;
  /** Of the input, forget and output gate. */
  readonly peephole: number;
  readonly bias: number;
  readonly projection: number;
  readonly projectionBias: number;
  readonly norm?: number;
  readonly auxiliary?: number;
}

/** Places of the inputs of LSTM and UNIDIRECTIONAL_SEQUENCE_LSTM (TensorFlow Lite, `lstm_shared.h`). */
export const lstmPlaces: LstmPlaces = {
  input: 1,
  recurrent: 5,
  peephole: 9,
  bias: 12,
  projection: 16,
  projectionBias: 17,
  norm: 20,
};

const gateNames = ["Input", "Forget", "Cell", "Output"] as const;

/** Slots of the weights at {@link lstmPlaces} without normalization, each named with a prefix. */
export function lstmSlots(prefix: string): readonly Slot[] {
  const named = (name: string, optional: boolean): Slot => ({
    name: prefix === "" ? name : `${prefix}${name[0]?.toUpperCase()}${name.slice(1)}`,
    ...(optional ? { optional } : {}),
  });
  return [
    ...gateNames.map((gate) => named(`inputTo${gate}`, gate === "Input")),
    ...gateNames.map((gate) => named(`recurrentTo${gate}`, gate === "Input")),
    ...gateNames.filter((gate) => gate !== "Cell").map((gate) => named(`cellTo${gate}`, true)),
    ...gateNames.map((gate) => named(`${gate[0]?.toLowerCase()}${gate.slice(1)}Bias`, gate === "Input")),
    named("projection", true),
    named("projectionBias", true),
  ];
}

/** The weights of a memory from an operator's inputs. */
export function lstmWeights(
  op: string,
  inputs: readonly (Tensor | null)[],
  places: LstmPlaces,
  asymmetric: boolean,
): LstmWeights {
  const tensor = (at: number): Tensor | undefined => inputs[at] ?? undefined;
  const product = (at: number | undefined): AddProduct | undefined => {
    const weights = at === undefined ? undefined : tensor(at);
    return weights && productOf(op, weights, asymmetric);
  };
  const vector = (at: number | undefined): Float64Array | undefined => {
    const weights = at === undefined ? undefined : tensor(at);
    return weights && realVector(op, weights);
  };
  const peepholes = [places.peephole, places.peephole + 1, undefined, places.peephole + 2];
  const shifted = (at: number | undefined, by: number) => (at === undefined ? undefined : at + by);
  const gate = (index: number): Gate | undefined => {
    const [input, recurrent] = [product(places.input + index), product(places.recurrent + index)];
    const bias = vector(places.bias + index);
    if (input === undefined || recurrent === undefined || bias === undefined) return undefined;
    const [peephole, norm] = [vector(peepholes[index]), vector(shifted(places.norm, index))];
    const auxiliary = product(shifted(places.auxiliary, index));
    return {
      input,
      recurrent,
      bias,
      ...(auxiliary === undefined ? {} : { auxiliary }),
      ...(peephole === undefined ? {} : { peephole }),
      ...(norm === undefined ? {} : { norm }),
    };
  };
  const needed = (index: number): Gate => gate(index) ?? invalid({ op }, `its ${gateNames[index]} gate is missing`);
  const input = gate(0);
  const [projection, projectionBias] = [product(places.projection), vector(places.projectionBias)];
  return {
    ...(input === undefined ? {} : { input }),
    forget: needed(1),
    cell: needed(2),
    output: needed(3),
    ...(projection === undefined ? {} : { projection }),
    ...(projectionBias === undefined ? {} : { projectionBias }),
  };
}
