import { isArray, type Json } from "../config/json.ts";

/** Shape and numbers of nested lists. */
export interface NestedNumbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The numbers of nested lists, row by row; undefined when they are ragged or hold something else. */
export function nestedNumbers(json: Json | undefined): NestedNumbers | undefined {
  if (typeof json === "number") return { shape: [], values: [json] };
  if (typeof json === "boolean") return { shape: [], values: [json ? 1 : 0] };
  if (!isArray(json)) return undefined;
  const parts: NestedNumbers[] = [];
  for (const item of json) {
    const part = nestedNumbers(item);
    if (part === undefined || (parts[0] !== undefined && part.shape.join() !== parts[0].shape.join())) return undefined;
    parts.push(part);
  }
  return { shape: [json.length, ...(parts[0]?.shape ?? [])], values: parts.flatMap((part) => part.values) };
}
