import type { FlatSchema, Long, TableInput, TableValue } from "../../../bytes/index.ts";
import { enums, wideEnums } from "./enums.ts";
import { optionTables } from "./option-tables.ts";
import { structureTables } from "./structure-tables.ts";
import { unions } from "./unions.ts";

/** The TensorFlow Lite schema for the FlatBuffers codec. */
export interface TfliteSchema extends FlatSchema {
  readonly tables: typeof structureTables & typeof optionTables;
  readonly enums: typeof enums;
  readonly wideEnums: typeof wideEnums;
  readonly unions: typeof unions;
}

export const tfliteSchema: TfliteSchema = { tables: { ...structureTables, ...optionTables }, enums, wideEnums, unions };

export type TableName = keyof TfliteSchema["tables"];

/** A table as it was read. */
export type Table<T extends TableName> = TableValue<TfliteSchema, T>;

/** A table to be written. */
export type TableDraft<T extends TableName> = TableInput<TfliteSchema, T>;

/** What the first four bytes of the root's file are followed by. */
export const fileIdentifier = "TFL3";

/** The only schema version that runtimes accept. */
export const schemaVersion = 3;

/** A 64-bit field as a number; NaN when it does not fit one exactly. */
export const longNumber = (value: Long): number => (typeof value === "number" ? value : Number.NaN);
