import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E002, FMT_E003, FMT_E004, FMT_E006, FMT_E007 } from "../codes.ts";
import type { ModelKindId } from "../kinds.ts";
import type { Sample } from "./sample.ts";

/** Names content that is text: pointers, pages, messages, sources, and models in text form. */
export function identifyText(sample: Sample): Diagnostic | undefined {
  const { text } = sample;
  if (text === undefined) return undefined;
  return (
    lfsPointer(sample, text) ??
    webPage(sample, text) ??
    modelText(sample, text) ??
    jsonText(sample, text) ??
    xmlText(sample, text) ??
    otherText(sample, text)
  );
}

const where = (sample: Sample): { file: string } => ({ file: sample.source.name });

/** Git LFS pointers, version 1: "version", "oid sha256:", "size" lines. */
function lfsPointer(sample: Sample, text: string): Diagnostic | undefined {
  if (!/^version https?:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\//.test(text)) return undefined;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1] ?? null;
  const size = /^size (\d+)$/m.exec(text)?.[1];
  return diagnose(FMT_E002, where(sample), {
    size: sample.size,
    oid,
    modelSize: size === undefined ? null : Number(size),
  });
}

function webPage(sample: Sample, text: string): Diagnostic | undefined {
  const start = withoutProlog(text);
  if (!/^<(!doctype\s+html|html|head|body|title|script|meta|center|h1)\b/i.test(start)) return undefined;
  const title = /<title[^>]*>([^<]{1,120})/i.exec(text)?.[1]?.replace(/\s+/g, " ").trim();
  return diagnose(FMT_E003, where(sample), {
    size: sample.size,
    title: title === undefined || title === "" ? null : title,
  });
}

/** Text that is a model or a part of one, by what stands in it. */
const modelTexts: readonly (readonly [ModelKindId, RegExp, string])[] = [
  ["tflite-source", /0x54,\s*0x46,\s*0x4c,\s*0x33/i, "its byte array holds the TFL3 mark"],
  ["ncnn", /^7767517\s/, "begins with 7767517"],
  ["tf-checkpoint", /^\s*model_checkpoint_path:/, "names model_checkpoint_path"],
  ["saved-model", /^\s*saved_model_schema_version:/, "names saved_model_schema_version"],
  ["graph-def-text", /^(#.*\n|\s)*node\s*\{\s*name:\s*"[^"]*"\s*op:/, "begins with a node that has name and op"],
  ["caffe-prototxt", /^(#.*\n|(name:|input|dim:).*\n|[}\s])*layers?\s*\{/, "describes layers in Caffe's text form"],
  ["darknet", /^(\s|#.*\n)*\[net(work)?\]/, "begins with a [net] section"],
];

function modelText(sample: Sample, text: string): Diagnostic | undefined {
  const found = modelTexts.find(([, pattern]) => pattern.test(text));
  return found && diagnose(FMT_E007, where(sample), { format: found[0], proof: found[2] });
}

/** JSON by its keys; the text may be cut off, so it is not parsed. */
function jsonText(sample: Sample, text: string): Diagnostic | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  const has = (key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);
  const model = (format: ModelKindId, key: string): Diagnostic =>
    diagnose(FMT_E007, where(sample), { format, proof: `JSON with '${key}'` });
  if (has("weight_map") && text.includes(".safetensors")) return model("safetensors-index", "weight_map");
  if (has("model_type") || has("architectures")) return model("hugging-face", "model_type");
  if (has("arg_nodes") && has("node_row_ptr")) return model("mxnet", "arg_nodes");
  if (has("nbformat")) return other(sample, "a Jupyter notebook", "JSON with 'nbformat'");
  const message = errorMessage(sample, text);
  if (message !== undefined) {
    return diagnose(FMT_E004, where(sample), { size: sample.size, language: "JSON", message });
  }
  return other(sample, "JSON", `begins with ${oneLine(text).slice(0, 40)}`);
}

/** Markup without the white space, comments and processing instructions before it. */
function withoutProlog(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const close = rest.startsWith("<!--") ? "-->" : rest.startsWith("<?") ? "?>" : undefined;
    const end = close === undefined ? -1 : rest.indexOf(close);
    if (close === undefined || end < 0) return rest;
    rest = rest.slice(end + close.length).trimStart();
  }
}

/** What a short JSON object says went wrong, under the names that servers use. */
function errorMessage(sample: Sample, text: string): string | undefined {
  if (sample.size > sample.head.length) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const values = new Map(Object.entries(typeof parsed === "object" && parsed !== null ? parsed : {}));
  const keys = ["error_description", "message", "Message", "detail", "error", "errors"];
  const found = keys.find((key) => values.has(key));
  if (Array.isArray(parsed) || found === undefined) return undefined;
  const value = values.get(found);
  return oneLine(typeof value === "string" ? value : JSON.stringify(value));
}

function xmlText(sample: Sample, text: string): Diagnostic | undefined {
  const root = /^<([A-Za-z_][\w:.-]*)/.exec(
    withoutProlog(text.replace(/<!DOCTYPE[^>[]*(\[[^\]]*\])?[^>]*>/i, "")),
  )?.[1];
  if (root === undefined) return undefined;
  if (/^(Error|ErrorResponse|Fault|soap:.*)$/i.test(root)) {
    const message = /<(?:Message|Code|faultstring)>([^<]{1,200})</i.exec(text)?.[1];
    return diagnose(FMT_E004, where(sample), { size: sample.size, language: "XML", message: message ?? oneLine(text) });
  }
  if (root === "net") {
    return diagnose(FMT_E007, where(sample), { format: "openvino", proof: "its root element is <net>" });
  }
  if (root === "svg") return other(sample, "an SVG image", "its root element is <svg>");
  return other(sample, "XML", `its root element is <${root}>`);
}

const sources: readonly (readonly [string, RegExp, string])[] = [
  ["an Internet shortcut, not the file it leads to", /^\s*\[InternetShortcut\]/, "begins with [InternetShortcut]"],
  ["a PEM certificate or key", /^-----BEGIN /, "begins with -----BEGIN"],
  ["a script", /^#!/, "begins with #!"],
  [
    "JavaScript source",
    /^(import|export)\b.*\bfrom ["']|^(const|let|var) \w+ = |^function \w+\(/m,
    "holds import, const or function lines",
  ],
  [
    "Python source",
    /^(from [\w.]+ import |import [\w.]+(\s*$| as )|def \w+\(|class \w+[(:])/m,
    "holds import, def or class lines",
  ],
  ["C or C++ source", /^\s*#\s*(include|ifndef|pragma)\b/m, "holds preprocessor lines"],
];

function otherText(sample: Sample, text: string): Diagnostic | undefined {
  if (text.startsWith("solid ") && sample.ending === ".stl") return other(sample, "a 3D shape", "begins with solid");
  const source = sources.find(([, pattern]) => pattern.test(text));
  if (source !== undefined) return other(sample, source[0], source[2]);
  return other(sample, "text", `begins with '${oneLine(text).slice(0, 40)}'`);
}

function other(sample: Sample, kind: string, proof: string): Diagnostic {
  return diagnose(FMT_E006, where(sample), { kind, proof });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}
