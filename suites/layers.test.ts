import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));
const layers: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(join(src, "layers.json"), "utf8"));

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
  .map((entry) => join(entry.parentPath, entry.name));

const imports: readonly Import[] = files.flatMap((path) =>
  [...readFileSync(path, "utf8").matchAll(/^(?:import|export) (type )?[^"]*?(?:from )?"([^"]+)";/gms)].map(
    ([, type, specifier]) => ({
      file: relative(src, path),
      target: specifier?.startsWith(".") ? relative(src, resolve(dirname(path), specifier)) : `package:${specifier}`,
      typeOnly: type !== undefined,
    }),
  ),
);

const layerOf = (path: string): string => path.split("/")[0] as string;
/** Formats are islands: each sub-folder of `formats` is a unit of its own. */
const unitOf = (path: string): string =>
  path
    .split("/")
    .slice(0, layerOf(path) === "formats" ? 2 : 1)
    .join("/");

describe("layers", () => {
  test("every folder of src is a layer", () => {
    const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((entry) => entry.name).filter((name) => !Object.hasOwn(layers, name))).toEqual([]);
  });

  test("arrows point down", () => {
    const wrong = imports.filter(({ file, target }) => {
      if (target.startsWith("package:") || !file.includes("/")) return false;
      const [from, to] = [layerOf(file), layerOf(target)];
      return from !== to && !(layers[from] ?? []).includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test("a layer is entered by its door", () => {
    const wrong = imports.filter(({ file, target }) => {
      if (target.startsWith("package:") || !file.includes("/") || unitOf(file) === unitOf(target)) return false;
      return !/^(\w+\/index\.ts|formats\/[\w-]+\/index\.ts|formats\/\w+\.ts)$/.test(target);
    });
    expect(wrong).toEqual([]);
  });

  test("no format knows another", () => {
    const folder = (path: string): string | undefined => /^formats\/([\w-]+)\//.exec(path)?.[1];
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [folder(file), folder(target)];
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(wrong).toEqual([]);
  });

  test("the core imports nothing of Node", () => {
    const wrong = imports.filter(
      ({ file, target }) => target.startsWith("package:node:") && !["cli", "node", "index.ts"].includes(layerOf(file)),
    );
    expect(wrong).toEqual([]);
  });

  test("no file is over 500 lines", () => {
    const long = files.filter(
      (path) => !path.includes("/generated/") && readFileSync(path, "utf8").split("\n").length > 500,
    );
    expect(long.map((path) => relative(src, path))).toEqual([]);
  });
});
