import { controlDefinitions } from "./definitions/control.ts";
import { elementwiseDefinitions } from "./definitions/elementwise.ts";
import { imageDefinitions } from "./definitions/image.ts";
import { neuralDefinitions } from "./definitions/neural.ts";
import { outsideDefinitions } from "./definitions/outside.ts";
import { reduceDefinitions } from "./definitions/reduce.ts";
import { shapeDefinitions } from "./definitions/shape.ts";
import { trainingDefinitions } from "./definitions/training.ts";

interface Definitions
  extends Record<keyof typeof controlDefinitions, string>,
    Record<keyof typeof elementwiseDefinitions, string>,
    Record<keyof typeof imageDefinitions, string>,
    Record<keyof typeof neuralDefinitions, string>,
    Record<keyof typeof outsideDefinitions, string>,
    Record<keyof typeof reduceDefinitions, string>,
    Record<keyof typeof shapeDefinitions, string>,
    Record<keyof typeof trainingDefinitions, string> {}

/** An operator of TensorFlow that is known here: translated, or refused with a reason. */
export type TfOpName = keyof Definitions;

const definitions: Definitions = {
  ...controlDefinitions,
  ...elementwiseDefinitions,
  ...imageDefinitions,
  ...neuralDefinitions,
  ...outsideDefinitions,
  ...reduceDefinitions,
  ...shapeDefinitions,
  ...trainingDefinitions,
};

/** An input or output; `repeat` is the attribute that says how many values it stands for. */
export interface TfSlot {
  readonly name: string;
  readonly repeat?: string;
  /** Of outputs: a type of types.proto, or the attribute that names it. */
  readonly type?: string;
}

/** What TensorFlow's registry says of an operator. */
export interface TfDefinition {
  readonly inputs: readonly TfSlot[];
  readonly outputs: readonly TfSlot[];
  /** Attributes with their defaults as text; `undefined` for those that must be given. */
  readonly attrs: ReadonlyMap<string, string | undefined>;
}

export function isTfOpName(op: string): op is TfOpName {
  return Object.hasOwn(definitions, op);
}

const isText = (text: string | undefined): text is string => text !== undefined && text !== "";

/** The definition of an operator; undefined for one that is not in the table. */
export function tfDefinition(op: string): TfDefinition | undefined {
  if (!isTfOpName(op)) return undefined;
  const [signature = "", attributes = ""] = definitions[op].split(" | ");
  const [inputs = "", outputs = ""] = signature.split("->");
  const slots = (text: string): TfSlot[] => text.trim().split(" ").filter(isText).map(parseSlot);
  const attrs = attributes.replace(/^\| ?/, "").split(" ").filter(isText);
  return {
    inputs: slots(inputs),
    outputs: slots(outputs),
    attrs: new Map(
      attrs.map((attr): [string, string | undefined] => {
        const at = attr.indexOf("=");
        return at === -1 ? [attr, undefined] : [attr.slice(0, at), attr.slice(at + 1)];
      }),
    ),
  };
}

/** `values*N`, `output:T`, `indices*N:DT_INT32`. */
function parseSlot(text: string): TfSlot {
  const [whole = "", type] = text.split(":");
  const [name = "", repeat] = whole.split("*");
  return { name, ...(repeat === undefined ? {} : { repeat }), ...(type === undefined ? {} : { type }) };
}
