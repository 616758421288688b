/** What a path of the manifest is, and the name under which its file may lie beside the model's JSON. */
export type ShardPath =
  | { readonly kind: "relative"; readonly path: string }
  | { readonly kind: "url" | "absolute"; readonly path: string; readonly beside: string }
  | { readonly kind: "escapes"; readonly path: string };

/** TensorFlow.js appends paths to the folder of the model's JSON. */
export function shardPath(path: string): ShardPath {
  const slashed = path.replaceAll("\\", "/");
  const beside =
    slashed
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? "";
  if (/^[a-z][a-z0-9+.-]+:/i.test(slashed) || slashed.startsWith("//")) {
    return beside === "" || beside === ".." ? { kind: "escapes", path } : { kind: "url", path, beside };
  }
  let depth = 0;
  for (const part of slashed.split("/")) {
    if (part === "..") depth--;
    else if (part !== "." && part !== "") depth++;
    if (depth < 0) return { kind: "escapes", path };
  }
  if (/^(\/|[a-z]:)/i.test(slashed)) return { kind: "absolute", path, beside };
  return { kind: "relative", path: slashed };
}
