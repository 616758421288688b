import { type Diagnostic, diagnose } from "../../diagnostics/index.ts";
import { FMT_E007, FMT_E008 } from "../codes.ts";
import { beginsWith, hasBytes, type Sample } from "./sample.ts";

/** PyTorch's magic number 0x1950a86a20f9469cfc6c as a pickled integer: LONG1 of 10 bytes. */
const torchMagic: readonly number[] = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Names Python pickles by their opcodes and by the names in them; nothing is loaded. */
export function identifyPickle(sample: Sample): Diagnostic | undefined {
  const { head, source } = sample;
  const where = { file: source.name };
  const protocol = protocolOf(sample);
  if (protocol === undefined) return undefined;
  if (hasBytes(head, torchMagic, protocol >= 2 ? 2 : 0)) {
    return diagnose(FMT_E007, where, { format: "pytorch-legacy", proof: beginsWith(head, 14) });
  }
  const names = globalNames(head);
  return diagnose(FMT_E008, where, { writer: writerOf(names), protocol, names: names.slice(0, 6) });
}

/** 0x80 and the protocol's number from version 2 on; before, text that names a class and ends with the opcode STOP. */
function protocolOf({ head, size, source }: Sample): number | undefined {
  const version = head[1] ?? 0;
  if (head[0] === 0x80 && version >= 2 && version <= 5) return version;
  if (size < 8 || source.read(size - 1, 1)[0] !== 0x2e || !/^[(cdl]/.test(String.fromCharCode(head[0] ?? 0)))
    return undefined;
  return globalNames(head).length > 0 ? 0 : undefined;
}

/** Module and class names that the beginning of the pickle asks for. */
function globalNames(head: Uint8Array): readonly string[] {
  const ascii = String.fromCharCode(...head);
  const lines = [...ascii.matchAll(/[ci]([A-Za-z_][\w.]*)\n([A-Za-z_][\w.]*)\n/g)].map(
    ([, module, name]) => `${module}.${name}`,
  );
  // SHORT_BINUNICODE module, memo, SHORT_BINUNICODE name, memo, STACK_GLOBAL.
  const stacked = [...ascii.matchAll(/\x8c.([A-Za-z_][\w.]*)\x94?\x8c.([A-Za-z_][\w.]*)\x94?\x93/gs)].map(
    ([, module, name]) => `${module}.${name}`,
  );
  return [...new Set([...stacked, ...lines])];
}

const writers: readonly (readonly [string, RegExp])[] = [
  ["joblib", /^joblib\./],
  ["scikit-learn", /^sklearn\./],
  ["PyTorch (pickled without torch.save)", /^torch\./],
  ["XGBoost", /^xgboost\./],
  ["LightGBM", /^lightgbm\./],
  ["Keras", /^(keras|tensorflow)\./],
  ["pandas", /^pandas\./],
  ["NumPy", /^numpy\./],
];

function writerOf(names: readonly string[]): string {
  return writers.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0] ?? "Python";
}
