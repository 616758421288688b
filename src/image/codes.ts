import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/index.ts";

export const IMG_E001: DiagnosticDefinition<{ size: number; begins: string; looksLike: string | null }> =
  defineDiagnostic({
    code: "IMG-E001",
    severity: "error",
    title: "The file is not a picture",
    explain: (e) => {
      if (e.size === 0) return "The file is empty.";
      if (e.looksLike !== null) return `The content is not a picture: it looks like ${e.looksLike}.`;
      return `The content is of no known picture format; its ${e.size} bytes begin with ${e.begins}.`;
    },
    fix: (e) =>
      e.size === 0
        ? "Copy or download the file again."
        : "Give a PNG, JPEG, BMP or WebP file; the content counts, not the ending of the name.",
  });

export const IMG_E002: DiagnosticDefinition<{ format: string }> = defineDiagnostic({
  code: "IMG-E002",
  severity: "error",
  title: "The picture is of a format that is not decoded",
  explain: (e) => `This is ${e.format}; PNG, JPEG, BMP and WebP are decoded.`,
  fix: () => "Convert the picture to PNG (without loss) or JPEG.",
});

export const IMG_E003: DiagnosticDefinition<{ width: number; height: number; pixels: number; maxPixels: number }> =
  defineDiagnostic({
    code: "IMG-E003",
    severity: "error",
    title: "The picture has more pixels than allowed",
    explain: (e) => `${e.width} x ${e.height} are ${e.pixels} pixels; at most ${e.maxPixels} are decoded.`,
    fix: () => "Make the picture smaller, or raise the limit `maxPixels` if the file can be trusted.",
  });

export const IMG_E004: DiagnosticDefinition<{ format: string; size: number; missing: string }> = defineDiagnostic({
  code: "IMG-E004",
  severity: "error",
  title: "The picture is cut off",
  explain: (e) => `The ${e.format} file ends after ${e.size} bytes, before ${e.missing}.`,
  fix: () => "Copy or download the picture again; the file is not complete.",
});

export const IMG_E005: DiagnosticDefinition<{ format: string; problem: string }> = defineDiagnostic({
  code: "IMG-E005",
  severity: "error",
  title: "The picture is damaged",
  explain: (e) => `The ${e.format} file is damaged: ${e.problem}.`,
  fix: () => "Copy or download the picture again, or save it again with a picture editor that still opens it.",
});

export const IMG_E006: DiagnosticDefinition<{ format: string; feature: string }> = defineDiagnostic({
  code: "IMG-E006",
  severity: "error",
  title: "The picture uses a rare part of its format that is not decoded",
  explain: (e) => `The ${e.format} file uses ${e.feature}, which is not decoded.`,
  fix: () => "Save the picture again as an ordinary PNG or JPEG.",
});

export const IMG_E007: DiagnosticDefinition<{ codec: string; reason: string }> = defineDiagnostic({
  code: "IMG-E007",
  severity: "error",
  title: "The decoder cannot start here",
  explain: (e) => `The ${e.codec} decoder is WebAssembly, and this host does not run it: ${e.reason}.`,
  fix: () =>
    "Allow WebAssembly (in a page: `script-src 'wasm-unsafe-eval'`), or give PNG or BMP pictures, which need none.",
});

export const IMG_E008: DiagnosticDefinition<{ option: string; given: string; expected: string }> = defineDiagnostic({
  code: "IMG-E008",
  severity: "error",
  title: "A preprocessing option does not fit",
  explain: (e) => `${e.option} is ${e.given}; expected ${e.expected}.`,
});

export const IMG_E009: DiagnosticDefinition<{ buffer: string; bytes: number; needed: number }> = defineDiagnostic({
  code: "IMG-E009",
  severity: "error",
  title: "A pixel buffer is too short for its size",
  explain: (e) => `${e.buffer} has ${e.bytes} bytes; its width, height and strides need ${e.needed}.`,
  fix: () => "Check width, height, pixel format and row stride: camera rows are often padded.",
});

export const IMG_E010: DiagnosticDefinition<{ format: string; width: number; height: number }> = defineDiagnostic({
  code: "IMG-E010",
  severity: "error",
  title: "The decoder cannot get the memory that the picture needs",
  explain: (e) => `There is not enough memory to decode ${e.width} x ${e.height} pixels of ${e.format}.`,
  fix: () => "Make the picture smaller.",
});

export const IMG_W001: DiagnosticDefinition<{ format: string }> = defineDiagnostic({
  code: "IMG-W001",
  severity: "warning",
  title: "The picture's pixel data is damaged in places",
  explain: (e) => `The ${e.format} decoder met damaged data and went on, as libjpeg does; some pixels may be wrong.`,
  fix: () => "Look at the picture; copy it again if parts are grey or shifted.",
});

export const IMG_W002: DiagnosticDefinition<{ format: string; missing: string }> = defineDiagnostic({
  code: "IMG-W002",
  severity: "warning",
  title: "The file ends early, but every pixel is there",
  explain: (e) => `The ${e.format} file ends before ${e.missing}; all pixels had been read.`,
});

export const IMG_N001: DiagnosticDefinition<{ frames: number }> = defineDiagnostic({
  code: "IMG-N001",
  severity: "note",
  title: "The picture is animated; its first frame is used",
  explain: (e) => `The first of ${e.frames} frames is used.`,
});

export const IMG_N002: DiagnosticDefinition<{ bitDepth: number }> = defineDiagnostic({
  code: "IMG-N002",
  severity: "note",
  title: "Samples of more than 8 bits were reduced",
  explain: (e) => `Samples of ${e.bitDepth} bits were reduced to their upper 8, as libpng does.`,
});

export const IMG_N003: DiagnosticDefinition<{ stored: string }> = defineDiagnostic({
  code: "IMG-N003",
  severity: "note",
  title: "The picture was converted to RGB without a colour profile",
  explain: (e) => `${e.stored.toUpperCase()} was converted by the plain formula that Pillow uses, not by a profile.`,
});

export const IMG_N004: DiagnosticDefinition<{ orientation: number; applied: boolean }> = defineDiagnostic({
  code: "IMG-N004",
  severity: "note",
  title: "The picture says that it is to be turned",
  explain: (e) =>
    e.applied
      ? `EXIF orientation ${e.orientation} was applied: the picture is upright.`
      : `EXIF orientation ${e.orientation} was not applied, as asked.`,
});

export const IMG_N005: DiagnosticDefinition<{ format: string }> = defineDiagnostic({
  code: "IMG-N005",
  severity: "note",
  title: "A colour profile is not applied",
  explain: () => "The picture carries an ICC profile; its samples are taken as they are, as Pillow and TensorFlow do.",
});
