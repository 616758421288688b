import { type OptionTable, optionTables } from "./option-tables.ts";

/** A field of an option table that names subgraphs: one, or a list. */
export interface GraphField {
  readonly name: string;
  readonly list: boolean;
}

/** The fields of an option table that name subgraphs, in the order of the operator's regions. */
export function graphFields(table: OptionTable): readonly GraphField[] {
  return Object.entries(optionTables[table]).flatMap(([name, type]: [string, string]) =>
    type === "graph" || type === "[graph]" ? [{ name, list: type !== "graph" }] : [],
  );
}
