import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const BYT_E001: DiagnosticDefinition<{ size: number; offset: number; length: number }> = defineDiagnostic({
  code: "BYT-E001",
  severity: "error",
  title: "A structure in the file points outside it",
  explain: (e) => `${e.length} bytes at offset ${e.offset} are needed, but there are ${e.size} bytes.`,
  fix: () => "The file is cut off or damaged: copy or download it again.",
});

const zipAgain = "The archive is cut off or damaged: download, copy or save it again.";

export const ZIP_E001: DiagnosticDefinition<{ size: number }> = defineDiagnostic({
  code: "ZIP-E001",
  severity: "error",
  title: "The zip archive has no central directory",
  explain: (e) => `The list of members that ends a zip archive is not there (${e.size} bytes): the end is missing.`,
  fix: () => zipAgain,
});

export const ZIP_E002: DiagnosticDefinition<{ structure: string; problem: string }> = defineDiagnostic({
  code: "ZIP-E002",
  severity: "error",
  title: "The zip archive is damaged",
  explain: (e) => `${e.structure}: ${e.problem}.`,
  fix: () => zipAgain,
});

export const ZIP_E003: DiagnosticDefinition<{ member: string; feature: string }> = defineDiagnostic({
  code: "ZIP-E003",
  severity: "error",
  title: "The zip archive uses what is not read",
  explain: (e) => `${e.member === "" ? "The archive" : `Member '${e.member}'`} uses ${e.feature}.`,
  fix: () => "Unpack the archive and pack it again without encryption, stored or deflated.",
});

export const ZIP_E004: DiagnosticDefinition<{ member: string; stored: string; computed: string }> = defineDiagnostic({
  code: "ZIP-E004",
  severity: "error",
  title: "A member of the zip archive does not match its checksum",
  explain: (e) =>
    `Member '${e.member}' has CRC-32 ${e.computed}, the archive says ${e.stored}: its bytes were changed.`,
  fix: () => zipAgain,
});

export const ZIP_E005: DiagnosticDefinition<{ member: string }> = defineDiagnostic({
  code: "ZIP-E005",
  severity: "error",
  title: "A member of the zip archive has a name that leads out of it",
  explain: (e) => `Member '${e.member}' would be written outside the folder that the archive is unpacked to.`,
  fix: () => "Do not unpack this archive with other tools; ask who made it.",
});

export const ZIP_E006: DiagnosticDefinition<{ member: string; size: number; compressedSize: number }> =
  defineDiagnostic({
    code: "ZIP-E006",
    severity: "error",
    title: "A member of the zip archive is made to exhaust memory",
    explain: (e) => `Member '${e.member}' claims to unpack ${e.compressedSize} bytes to ${e.size}.`,
    fix: () => "Do not unpack this archive; ask who made it.",
  });

export const ZIP_E007: DiagnosticDefinition<{ member: string; problem: string }> = defineDiagnostic({
  code: "ZIP-E007",
  severity: "error",
  title: "A member of the zip archive cannot be unpacked",
  explain: (e) => `Member '${e.member}': ${e.problem}.`,
  fix: () => zipAgain,
});

export const NPY_E001: DiagnosticDefinition<{ begins: string }> = defineDiagnostic({
  code: "NPY-E001",
  severity: "error",
  title: "The file is no NumPy .npy file",
  explain: (e) => `A .npy file begins with '\\x93NUMPY'; this one begins with ${e.begins || "nothing"}.`,
  fix: () => "Save the array with numpy.save.",
});

export const NPY_E002: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "NPY-E002",
  severity: "error",
  title: "The NumPy file is damaged",
  explain: (e) => `${e.problem}.`,
  fix: () => "Save the array again with numpy.save.",
});

export const NPY_E003: DiagnosticDefinition<{ dtype: string }> = defineDiagnostic({
  code: "NPY-E003",
  severity: "error",
  title: "The NumPy array has a dtype that is not read",
  explain: (e) => `The array is of dtype ${e.dtype}.`,
  fix: () =>
    "Convert it with .astype to a plain number or string dtype; object arrays hold pickles, which are never run.",
});

export const SFT_E001: DiagnosticDefinition<{ problem: string }> = defineDiagnostic({
  code: "SFT-E001",
  severity: "error",
  title: "The file is no sound safetensors file",
  explain: (e) => `${e.problem}.`,
  fix: () => "The file is cut off, damaged, or of another kind: copy or save it again.",
});
