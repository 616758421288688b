import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { quantizedReferences } from "../src/ops/generated/quantized-references.ts";
import { decompositions, type OpName, ops } from "../src/ops/index.ts";
import type { Draw } from "./draw.ts";
import { decompositionLaw } from "./laws/decomposition.ts";
import type { Drawn, Law } from "./laws/family.ts";
import { families } from "./laws/index.ts";
import { inferenceLaw } from "./laws/inference.ts";
import { quantizedLaw, quantizedLaws } from "./laws/quantized.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const lawsFolder = `${root}suites/laws/`;
const opsFolder = `${root}src/ops/`;

/** Cases that every family has to have (issue 4, row f). */
const bar = 500;
/** Results whose extents depend on data, not on shapes. */
const dependingOnData: readonly OpName[] = ["where", "unique"];

const kebab = (op: string): string => op.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const familyOf = (op: OpName): string | undefined =>
  readdirSync(opsFolder).find((folder) => existsSync(`${opsFolder}${folder}/${kebab(op)}.ts`));

describe.each(families)("$name", ({ name, draws, laws }) => {
  const drawn = Object.entries(draws) as [OpName, (draw: Draw) => Drawn][];
  const each = Math.max(100, Math.ceil(bar / drawn.length / 2));
  const quantized = Object.entries(quantizedLaws).filter(([op]) => familyOf(op as OpName) === name);
  const all: readonly Law[] = [
    ...drawn.map(([op, draw]) => inferenceLaw(op, each, draw, dependingOnData.includes(op))),
    ...drawn.flatMap(([op, draw]) => (decompositions[op] === "primitive" ? [] : [decompositionLaw(op, each, draw)])),
    ...quantized.flatMap(([op, law]) => quantizedLaw(op as OpName, law, each)),
    ...laws,
  ];

  test.each(all)("$name", ({ check }) => check());

  test(`is drawn at least ${bar} times`, () => {
    expect(all.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(bar);
  });
});

const withDraws = families.flatMap(({ draws }) => Object.keys(draws));

describe("the laws cover", () => {
  test("every folder of operators", () => {
    const folders = new Set((Object.keys(ops) as OpName[]).map(familyOf));
    expect(families.map(({ name }) => name).sort()).toEqual([...folders].sort());
  });

  test("every operator", () => {
    const text = readdirSync(lawsFolder)
      .map((file) => readFileSync(`${lawsFolder}${file}`, "utf8"))
      .join("");
    const missing = (Object.keys(ops) as OpName[]).filter((op) => !withDraws.includes(op) && !text.includes(`"${op}"`));
    expect(missing).toEqual([]);
  });

  test("every composite operator", () => {
    const composite = Object.entries(decompositions).flatMap(([op, how]) => (how === "primitive" ? [] : [op]));
    expect(composite.filter((op) => !withDraws.includes(op))).toEqual([]);
  });

  test("every operator with arithmetic on stored integers, here or beside it", () => {
    const own = Object.entries(quantizedReferences).flatMap(([op, how]) => (how === "none" ? [] : [op]));
    expect(own.filter((op) => !Object.hasOwn(quantizedLaws, op))).toEqual([]);
    for (const [op, stated] of Object.entries(quantizedLaws)) {
      if (stated.kind === "beside") expect(readFileSync(`${root}${stated.file}`, "utf8"), op).toContain(op);
    }
  });
});
