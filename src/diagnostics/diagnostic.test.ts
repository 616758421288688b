import { describe, expect, test } from "vitest";
import {
  attempt,
  createCollector,
  type DiagnosticDefinition,
  defineDiagnostic,
  diagnose,
  fail,
  HoldfastError,
  hasErrors,
} from "./index.ts";

const cut: DiagnosticDefinition<{ missing: number }> = defineDiagnostic({
  code: "TST-E001",
  severity: "error",
  title: "Cut off",
  explain: (e, where) => `${where.file ?? "The file"} lacks ${e.missing} bytes.`,
  fix: (e) => (e.missing > 0 ? "Download it again." : undefined),
});
const odd: DiagnosticDefinition<Record<never, never>> = defineDiagnostic({
  code: "TST-W002",
  severity: "warning",
  title: "Odd",
  explain: () => "It is odd.",
  fix: () => ({ text: "Mend it.", command: "holdfast mend" }),
});

describe("a diagnostic", () => {
  test("is plain data made from its definition, its place and its evidence", () => {
    const made = diagnose(cut, { file: "m.h5" }, { missing: 3 });
    expect(JSON.parse(JSON.stringify(made))).toEqual({
      code: "TST-E001",
      severity: "error",
      where: { file: "m.h5" },
      evidence: { missing: 3 },
      explain: "m.h5 lacks 3 bytes.",
      fix: { text: "Download it again." },
    });
  });

  test("has a fix only where there is one", () => {
    expect("fix" in diagnose(cut, {}, { missing: 0 })).toBe(false);
    expect(diagnose(odd, {}, {}).fix).toEqual({ text: "Mend it.", command: "holdfast mend" });
  });

  test("of severity error among others is an error", () => {
    const warning = diagnose(odd, {}, {});
    expect([hasErrors([]), hasErrors([warning]), hasErrors([warning, diagnose(cut, {}, { missing: 1 })])]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe("failing", () => {
  test("throws the one error, with its diagnostic and a message for logs", () => {
    const thrown = (work: () => never): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const error = thrown(() => fail(cut, { file: "m.h5" }, { missing: 3 })) as HoldfastError;
    expect(error).toBeInstanceOf(HoldfastError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message]).toEqual(["HoldfastError", "TST-E001: m.h5 lacks 3 bytes."]);
    expect([error.diagnostic.code, error.diagnostics]).toEqual(["TST-E001", [error.diagnostic]]);
  });

  test("keeps what was found before, the failure last", () => {
    const [first, last] = [diagnose(odd, {}, {}), diagnose(cut, {}, { missing: 1 })];
    expect(new HoldfastError(last, [first]).diagnostics).toEqual([first, last]);
  });

  test("is caught as its diagnostic; other errors are bugs and pass", () => {
    expect(attempt(() => 7)).toEqual({ value: 7 });
    expect(attempt(() => undefined)).toEqual({ value: undefined });
    expect(attempt(() => fail(cut, {}, { missing: 1 }))).toEqual({ diagnostic: diagnose(cut, {}, { missing: 1 }) });
    const bug = new TypeError("bug");
    expect(() =>
      attempt(() => {
        throw bug;
      }),
    ).toThrow(bug);
  });
});

test("a collector keeps diagnostics in the order in which they came", () => {
  const collector = createCollector();
  collector.report(odd, { node: "a" }, {});
  collector.add(diagnose(cut, {}, { missing: 1 }), diagnose(odd, { node: "b" }, {}));
  expect(collector.diagnostics.map(({ code, where }) => [code, where.node])).toEqual([
    ["TST-W002", "a"],
    ["TST-E001", undefined],
    ["TST-W002", "b"],
  ]);
});
