import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";
import { type ModelKindId, modelKinds } from "./kinds.ts";

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
const again = "Download or copy the file again and compare its size with the original.";

export const FMT_E001: DiagnosticDefinition<Record<never, never>> = defineDiagnostic({
  code: "FMT-E001",
  severity: "error",
  title: "The file is empty",
  explain: () => "The file has 0 bytes.",
  fix: () => again,
});

export const FMT_E002: DiagnosticDefinition<{ size: number; oid: string | null; modelSize: number | null }> =
  defineDiagnostic({
    code: "FMT-E002",
    severity: "error",
    title: "The file is a Git LFS pointer",
    explain: (e) =>
      `The file is a Git LFS pointer (${e.size} bytes of text), not the ${
        e.modelSize === null ? "file" : `${e.modelSize.toLocaleString("en-US")} bytes`
      } it stands for${e.oid === null ? "" : ` (sha256 ${e.oid.slice(0, 12)}...)`}.`,
    fix: () => ({ text: "Fetch the real file, or download the raw file.", command: "git lfs pull" }),
  });

export const FMT_E003: DiagnosticDefinition<{ size: number; title: string | null }> = defineDiagnostic({
  code: "FMT-E003",
  severity: "error",
  title: "The file is a web page",
  explain: (e) =>
    `The file is a web page (${e.size} bytes of HTML${e.title === null ? "" : `, titled '${e.title}'`}), not a model: the download got an error, confirmation or sign-in page.`,
  fix: () => "Download the file itself: the 'raw' or 'download' link, signed in where that is needed.",
});

export const FMT_E004: DiagnosticDefinition<{ size: number; language: string; message: string }> = defineDiagnostic({
  code: "FMT-E004",
  severity: "error",
  title: "The file is a server's error message",
  explain: (e) => `The file is an error message in ${e.language} (${e.size} bytes), not a model: '${e.message}'.`,
  fix: () => "Download the file again with a link that is valid and allowed.",
});

export const FMT_E005: DiagnosticDefinition<{ kind: string; proof: string; models: readonly string[] }> =
  defineDiagnostic({
    code: "FMT-E005",
    severity: "error",
    title: "The file is an archive that must be unpacked first",
    explain: (e) =>
      `The file is ${e.kind} (${e.proof})${e.models.length === 0 ? "" : `; in it lies ${quoted(e.models)}`}.`,
    fix: (e) =>
      e.models.length === 0 ? "Unpack it and give the model that lies in it." : `Unpack it and give '${e.models[0]}'.`,
  });

export const FMT_E006: DiagnosticDefinition<{ kind: string; proof: string }> = defineDiagnostic({
  code: "FMT-E006",
  severity: "error",
  title: "The file is something other than a model",
  explain: (e) => `The file is ${e.kind} (${e.proof}), not a model.`,
  fix: () => "Check that this is the file you mean.",
});

export const FMT_E007: DiagnosticDefinition<{ format: ModelKindId; proof: string }> = defineDiagnostic({
  code: "FMT-E007",
  severity: "error",
  title: "The model is in a format that is not read",
  explain: (e) => `This is ${modelKinds[e.format].title} (${e.proof}), a format that is not read.`,
  fix: (e) => {
    const { next, command } = modelKinds[e.format];
    return { text: next, ...(command === undefined ? {} : { command }) };
  },
});

export const FMT_E008: DiagnosticDefinition<{ writer: string; protocol: number; names: readonly string[] }> =
  defineDiagnostic({
    code: "FMT-E008",
    severity: "error",
    title: "The file is a Python pickle",
    explain: (e) =>
      `The file is a Python pickle (protocol ${e.protocol}) written by ${e.writer}${
        e.names.length === 0 ? "" : `; it names ${quoted(e.names)}`
      }. Loading a pickle runs code, so it is never loaded here.`,
    fix: () => "In the Python environment that wrote it, save the model in its framework's own format.",
  });

export const FMT_E009: DiagnosticDefinition<{ kind: string; proof: string; size: number }> = defineDiagnostic({
  code: "FMT-E009",
  severity: "error",
  title: "The file is cut off",
  explain: (e) => `The file begins as ${e.kind} (${e.proof}) but ends after ${e.size} bytes: the rest is missing.`,
  fix: () => again,
});

export const FMT_E010: DiagnosticDefinition<{
  count: number;
  files: readonly string[];
  lookedFor: readonly string[];
  candidates: readonly string[];
}> = defineDiagnostic({
  code: "FMT-E010",
  severity: "error",
  title: "The folder holds no model",
  explain: (e) =>
    `${
      e.count === 0
        ? "The folder is empty"
        : `The folder holds ${e.count} files (${quoted(e.files)}${e.count > e.files.length ? ", ..." : ""})`
    }; looked for ${quoted(e.lookedFor)}.`,
  fix: (e) =>
    e.candidates.length === 0 ? "Give the folder or file that the model was saved to." : `Give '${e.candidates[0]}'.`,
});

export const FMT_E011: DiagnosticDefinition<{ size: number; begins: string; ending: string }> = defineDiagnostic({
  code: "FMT-E011",
  severity: "error",
  title: "The content is not recognised",
  explain: (e) =>
    `The ${e.size} bytes are in no format that is known${e.ending === "" ? "" : `, whatever the name's '${e.ending}' says`}; they begin with ${e.begins}.`,
  fix: () => "Check that this is the file you mean, and that it is not encrypted or cut out of another.",
});

export const FMT_E012: DiagnosticDefinition<{ part: string; proof: string; wanted: readonly string[] }> =
  defineDiagnostic({
    code: "FMT-E012",
    severity: "error",
    title: "The file is only a part of a model",
    explain: (e) => `The file is ${e.part} (${e.proof}): without ${quoted(e.wanted)} nothing says what is in it.`,
    fix: (e) => `Give '${e.wanted[0]}', with this file beside it.`,
  });

export const FMT_E013: DiagnosticDefinition<{ realName: string }> = defineDiagnostic({
  code: "FMT-E013",
  severity: "error",
  title: "The file is a macOS companion file",
  explain: () => "The file holds what macOS keeps beside a file (AppleDouble: icon, attributes), not the file itself.",
  fix: (e) => `Give '${e.realName}'; files that begin with '._' can be deleted.`,
});

export const FMT_E014: DiagnosticDefinition<{ size: number; examined: number }> = defineDiagnostic({
  code: "FMT-E014",
  severity: "error",
  title: "The file holds only zeros",
  explain: (e) =>
    `All of ${e.examined} bytes looked at in the ${e.size} bytes are zero: room was made for the file, but nothing was written.`,
  fix: () => again,
});

export const FMT_E015: DiagnosticDefinition<{ proof: string }> = defineDiagnostic({
  code: "FMT-E015",
  severity: "error",
  title: "The file was changed by a program that took it for text",
  explain: (e) => `The file was treated as text on its way, which destroys a model (${e.proof}).`,
  fix: () =>
    "Copy the file again as binary: no text encoding, no line-end conversion (in Git: '*.tflite binary' in .gitattributes), and no text mode in a build step or FTP.",
});
