import type { Collector } from "../../../diagnostics/index.ts";
import type { Graph, SourceWeight } from "../../../ir/index.ts";
import type { CustomOperators } from "../options.ts";
import type { FunctionDef, InputRef, LazyTensor } from "../schema/index.ts";
import type { Body, BodyNode } from "./body.ts";
import type { Frame } from "./frame.ts";
import type { NodeResult, Out, ValueOut } from "./out.ts";
import type { TfVariable, VariableValues } from "./variables.ts";

/** What is seen of nodes while they are translated, for reports. */
export interface Sightings {
  readonly devices: Map<string, number>;
  readonly channelsFirst: Map<string, number>;
  /** Nodes by operator and attribute that the operator does not have. */
  readonly unknownAttributes: Map<
    string,
    { readonly op: string; readonly attribute: string; readonly nodes: string[] }
  >;
  readonly missingVariables: Set<string>;
  /** Nodes whose random numbers are others than TensorFlow's. */
  readonly drawnAnew: Set<string>;
  /** The batch size that reshapes have in their constants and that was left open; 0 for none. */
  bakedBatch: number;
}

/** What the translation of one file shares. */
export interface Translation {
  readonly file: string;
  readonly functions: ReadonlyMap<string, FunctionDef>;
  readonly values: VariableValues;
  readonly operators: CustomOperators | undefined;
  /** Variables are told apart by node, not by shared name: files with an object graph. */
  readonly byNode: boolean;
  /** Assignments are left out: the graph is frozen for inference. */
  readonly frozen: boolean;
  /** Keys of variables that some signature assigns: they stay variables. */
  readonly assigned: ReadonlySet<string>;
  /** Keys of variables that were seen to be assigned. */
  readonly newlyAssigned: Set<string>;
  readonly variables: Map<string, TfVariable>;
  /** Branches and bodies, numbered after the graphs of the signatures. */
  readonly regions: Graph[];
  readonly firstRegion: number;
  readonly weights: Map<LazyTensor | string, SourceWeight>;
  readonly weightNames: Set<string>;
  readonly bodies: Map<string, Body>;
  /** Conditions that are only known in the run, by {@link conditionKey}. */
  readonly conditions: Map<string, ValueOut>;
  readonly sightings: Sightings;
  readonly report: Collector;
  nextFrame(): number;
  /** Counts a node that is translated. Throws `TFG-E001` when calls and loops multiply them beyond measure. */
  spend(): void;
  /** Translates what some outputs need, and nodes that must run, and gives the outputs. */
  readonly evaluate: (scope: Scope, refs: readonly InputRef[], controls: readonly string[]) => readonly Out[];
}

/** Nodes of one body, translated into one graph under one set of assumptions. */
export interface Scope {
  readonly translation: Translation;
  readonly body: Body;
  readonly frame: Frame;
  /** Path of the calls that lead here, ending in `/`. */
  readonly path: string;
  /** Calls around this one. */
  readonly depth: number;
  readonly results: Map<string, NodeResult>;
  readonly argument: (index: number) => Out | undefined;
  /** Outputs that are given instead of computed, by `node:index`. */
  readonly bound: ReadonlyMap<string, Out>;
  /** What conditions are taken to be, by {@link conditionKey}. */
  readonly assumptions: ReadonlyMap<string, boolean>;
  /** Of a branch or a body in the same nodes: where everything outside of it is. */
  readonly outer: Scope | undefined;
}

export function conditionKey(frame: Frame, value: number): string {
  return `${frame.id}:${value}`;
}

/** A node's handler: what the graph reader itself makes of it. */
export type Handler = (scope: Scope, node: BodyNode, inputs: readonly Out[]) => NodeResult;
