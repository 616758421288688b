import type { Dialect } from "../dialect/dialect.ts";
import type { Argument, Call } from "./argument.ts";
import type { Config } from "./config.ts";
import type { Json } from "./json.ts";

/** A layer or operation of a model: one Python object, however often it is called. */
export interface KerasLayer {
  readonly className: string;
  /** `package>Class` of a registered class, where the file says so. */
  readonly registeredName: string | undefined;
  /** Python module of the class; null where Keras says that there is none to import, undefined where it says nothing. */
  readonly module: string | null | undefined;
  readonly name: string;
  /** Name with those of the models around it: `backbone/conv1`. */
  readonly path: string;
  readonly config: Config;
  readonly dialect: Dialect;
  readonly buildConfig: Json | undefined;
  /** A Keras 3 operation (`keras.ops`) rather than a layer: no weights, arguments in `config` and in the call. */
  readonly operation: boolean;
  /** The layers inside, when this is a model. */
  readonly network: Network | undefined;
  /** Layers in the configuration, by key: `layer` of a wrapper, `cell`, `cells/0`, an `activation` that is a layer. */
  readonly inner: ReadonlyMap<string, KerasLayer>;
}

/** A layer's place in a model, and its calls there. */
export interface Member {
  readonly layer: KerasLayer;
  readonly calls: readonly Call[];
  /** What references to the first call of `calls` say: 1 for nested models, whose own construction counts as call 0. */
  readonly firstCall: number;
}

/** The graph of layers of a functional or Sequential model. */
export interface Network {
  readonly kind: "functional" | "sequential";
  readonly members: readonly Member[];
  /** Structures of tensor references, as the constructor got them. */
  readonly inputs: Argument;
  readonly outputs: Argument;
}
