import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { DiagnosticDefinition } from "../src/diagnostics/index.ts";

const src = fileURLToPath(new URL("../src", import.meta.url));

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
  .map((entry) => join(entry.parentPath, entry.name));

interface Found {
  readonly file: string;
  readonly constant: string;
  readonly definition: DiagnosticDefinition<never>;
}

const found: Found[] = [];
for (const path of files.filter((file) => basename(file) === "codes.ts")) {
  const module: Record<string, DiagnosticDefinition<never>> = await import(pathToFileURL(path).href);
  for (const [constant, definition] of Object.entries(module)) {
    found.push({ file: relative(src, path), constant, definition });
  }
}

const letters = { E: "error", W: "warning", N: "note" } as const;

describe("diagnostic codes", () => {
  test("are found", () => {
    expect(found.length).toBeGreaterThan(20);
  });

  test.each(found)("$file $constant", ({ constant, definition }) => {
    const { code, severity, title, explain } = definition;
    expect(code).toMatch(/^[A-Z]{2,4}-[EWN]\d{3}$/);
    expect(severity).toBe(letters[code.charAt(code.indexOf("-") + 1) as keyof typeof letters]);
    expect(constant).toBe(code.replace("-", "_"));
    expect(title).toMatch(/^\S.*[^.\s]$/);
    expect(typeof explain).toBe("function");
  });

  test("are unique over the project", () => {
    const codes = found.map(({ definition }) => definition.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test("are defined in files called codes.ts, where the documentation finds them", () => {
    const elsewhere = files.filter((path) => {
      if (basename(path) === "codes.ts" || path.startsWith(join(src, "diagnostics"))) return false;
      return /\bdefineDiagnostic\b/.test(readFileSync(path, "utf8"));
    });
    expect(elsewhere.map((path) => relative(src, path))).toEqual([]);
  });
});
