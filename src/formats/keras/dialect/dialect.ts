import type { Json, JsonObject } from "../config/json.ts";

/** Which Keras wrote the file, as far as it says so. */
export interface Dialect {
  /** 1, 2 or 3: decides what a name means where the versions differ. */
  readonly major: 1 | 2 | 3;
  /** `2.15.0`; empty when the file does not say. */
  readonly version: string;
  /** What Keras ran on: `tensorflow`, `theano`, `cntk` ...; empty when the file does not say. */
  readonly backend: string;
}

/** A layer as the file writes it, before and after the rows of the dialect table. */
export interface LayerEntry {
  readonly className: string;
  /** `package>Class` of a registered custom class. */
  readonly registeredName: string | undefined;
  /** Null where the file says that there is no module, undefined where it says nothing. */
  readonly module: string | null | undefined;
  readonly name: string | undefined;
  readonly config: JsonObject;
  readonly inboundNodes: Json | undefined;
  readonly buildConfig: Json | undefined;
  /** Same number, same object in Python. */
  readonly sharedId: number | undefined;
}

/** One known difference between what Keras versions write. */
export interface DialectRow {
  /** Short name, for the note that says what was settled. */
  readonly name: string;
  /** What differs, and who writes it. */
  readonly difference: string;
  /** Classes that the row concerns; all when absent. */
  readonly classes?: readonly string[];
  /** Versions whose files have it; all when absent. */
  readonly writtenBy?: readonly (1 | 2 | 3)[];
  /** The settled entry, or the same object when the row does not apply. */
  readonly settle: (entry: LayerEntry, dialect: Dialect) => LayerEntry;
}

/** The entry with configuration keys set, renamed or removed. */
export function withConfig(entry: LayerEntry, config: JsonObject): LayerEntry {
  return { ...entry, config };
}

/** The configuration without some keys; the same object when it has none of them. */
export function without(config: JsonObject, keys: readonly string[]): JsonObject {
  if (!keys.some((key) => Object.hasOwn(config, key))) return config;
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

/** The configuration with keys renamed; a key whose new name is taken stays. The same object when it has none of them. */
export function renamed(config: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const applies = (key: string): boolean =>
    Object.hasOwn(names, key) && Object.hasOwn(config, key) && !Object.hasOwn(config, names[key] as string);
  if (!Object.keys(names).some(applies)) return config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [applies(key) ? (names[key] as string) : key, value]),
  );
}
