import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/index.ts";

const damagedFix = "The file is damaged or was not written to the end: download, copy or save it again.";

export const HDF_E001: DiagnosticDefinition<{ size: number; begins: string }> = defineDiagnostic({
  code: "HDF-E001",
  severity: "error",
  title: "The file is not HDF5",
  explain: (e) =>
    `No HDF5 signature lies at byte 0, 512, 1024, ... of the ${e.size} bytes; the file begins with ${e.begins || "nothing"}.`,
  fix: () => "Check that this is the file you mean; Keras .keras files of version 3 are zip archives, not HDF5.",
});

export const HDF_E002: DiagnosticDefinition<{ expected: number; size: number }> = defineDiagnostic({
  code: "HDF-E002",
  severity: "error",
  title: "The HDF5 file is cut off",
  explain: (e) =>
    `The superblock says the file has ${e.expected} bytes, there are ${e.size}: ${e.expected - e.size} bytes are missing at the end.`,
  fix: () => "The download, copy or save did not finish: fetch the file again and compare its size.",
});

export const HDF_E003: DiagnosticDefinition<{ structure: string; offset: number; length: number; size: number }> =
  defineDiagnostic({
    code: "HDF-E003",
    severity: "error",
    title: "An HDF5 structure points outside the bytes it may use",
    explain: (e) => `${e.structure} needs ${e.length} bytes at ${e.offset}, but they end at ${e.size}.`,
    fix: () => damagedFix,
  });

export const HDF_E004: DiagnosticDefinition<{ structure: string; problem: string }> = defineDiagnostic({
  code: "HDF-E004",
  severity: "error",
  title: "An HDF5 structure is damaged",
  explain: (e) => `${e.structure}: ${e.problem}.`,
  fix: () => damagedFix,
});

export const HDF_E005: DiagnosticDefinition<{ structure: string; stored: string; computed: string }> = defineDiagnostic(
  {
    code: "HDF-E005",
    severity: "error",
    title: "The checksum of an HDF5 structure does not match",
    explain: (e) => `${e.structure} carries checksum ${e.stored}, its bytes give ${e.computed}.`,
    fix: () => damagedFix,
  },
);

export const HDF_E006: DiagnosticDefinition<{ structure: string }> = defineDiagnostic({
  code: "HDF-E006",
  severity: "error",
  title: "HDF5 structures go in a circle or lie over each other",
  explain: (e) => `${e.structure} is reached twice or overlaps others, which no writer makes.`,
  fix: () => damagedFix,
});

export const HDF_E007: DiagnosticDefinition<{ feature: string }> = defineDiagnostic({
  code: "HDF-E007",
  severity: "error",
  title: "The file uses a part of HDF5 that is not read",
  explain: (e) => `The file uses ${e.feature}, which this reader does not know.`,
  fix: () => ({
    text: "Write the file again without it; HDF5's own tool removes filters.",
    command: "h5repack -f NONE in.h5 out.h5",
  }),
});

export const HDF_E008: DiagnosticDefinition<{ link: string; otherFile: string; otherPath: string }> = defineDiagnostic({
  code: "HDF-E008",
  severity: "error",
  title: "A link leads to another file",
  explain: (e) => `Link '${e.link}' leads to '${e.otherPath}' in the file '${e.otherFile}'; only this file is read.`,
  fix: () => "Copy the linked object into this file (h5copy), or read the other file.",
});

export const HDF_E009: DiagnosticDefinition<{ link: string }> = defineDiagnostic({
  code: "HDF-E009",
  severity: "error",
  title: "Links go in a circle",
  explain: (e) => `Following '${e.link}' comes back to where it began.`,
  fix: () => "Remove the link that closes the circle, or save the model again.",
});

export const HDF_E010: DiagnosticDefinition<{ dataset: string; bytes: number; size: number }> = defineDiagnostic({
  code: "HDF-E010",
  severity: "error",
  title: "The data are implausibly larger than the file that holds them",
  explain: (e) =>
    `With dataset '${e.dataset}' the unpacked data come to ${e.bytes} bytes, over 1,000 times what the file has (${e.size}).`,
  fix: () => "The file is damaged or made to exhaust memory; a dataset never written to can be left out when saving.",
});

export const HDF_E011: DiagnosticDefinition<{ dataset: string; filter: string; problem: string }> = defineDiagnostic({
  code: "HDF-E011",
  severity: "error",
  title: "A piece of packed data cannot be unpacked",
  explain: (e) => `A chunk of dataset '${e.dataset}' fails in filter ${e.filter}: ${e.problem}.`,
  fix: () => damagedFix,
});

export const HDF_E012: DiagnosticDefinition<{ dataset: string; files: readonly string[] }> = defineDiagnostic({
  code: "HDF-E012",
  severity: "error",
  title: "The data of a dataset lie in other files",
  explain: (e) => `Dataset '${e.dataset}' keeps its data outside, in ${e.files.map((f) => `'${f}'`).join(", ")}.`,
  fix: () => ({ text: "Bring the data into one file.", command: "h5repack -l CONTI in.h5 out.h5" }),
});
