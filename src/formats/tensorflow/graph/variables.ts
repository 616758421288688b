import type { Constant, TensorType } from "../../../ir/index.ts";
import type { BodyNode } from "./body.ts";

/** Where the value of a variable lies, and by what name. */
export interface VariableValue {
  /** The name of the weight: the key in the checkpoint. */
  readonly weight: string;
  readonly constant: Constant;
}

/** Values of variables by the node that makes them; undefined for one that nothing is known of. */
export type VariableValues = (node: BodyNode) => VariableValue | undefined;

/** A variable of the graph. Two nodes of one shared name are one variable. */
export interface TfVariable {
  /** Tells variables apart; also the name that runtimes share it by. */
  readonly key: string;
  readonly name: string;
  readonly type: TensorType;
  readonly value: VariableValue | undefined;
}
