import { type ByteSource, lazySource, memorySource } from "../../bytes/index.ts";
import { fail } from "../../diagnostics/index.ts";
import { elementCount, isStaticShape, storedByteLength } from "../../numerics/index.ts";
import { IR_E002, IR_E005 } from "../codes.ts";
import type { Constant } from "../constant.ts";
import { hashBytes } from "../hash.ts";
import type { Expression, Origin } from "../origin.ts";
import type { TensorType } from "../type.ts";
import { parseAttributes, parseBase64 } from "./attribute.ts";
import { parseElements } from "./elements.ts";
import type { Scanner } from "./scanner.ts";
import { parseType } from "./type.ts";

/** Bytes of a constant by the first 16 hexadecimal digits of their SHA-256. */
export type ConstantLookup = (hash: string) => Uint8Array | undefined;

export interface ConstantParser {
  /** A constant after `=`; its type may be left out when the declared one is its own. */
  constant(declared: TensorType | undefined): Constant;
  /** A line `&n = ...`. */
  definition(): void;
}

/** Reads what `printConstant` and `printOrigin` write. What has been read is known to what follows. */
export function createConstantParser(scanner: Scanner, lookup: ConstantLookup | undefined): ConstantParser {
  const given = new Map<string, Uint8Array>();
  const definitions: Expression[] = [];

  function constant(declared: TensorType | undefined): Constant {
    const spelled = scanner.next !== "[" && scanner.next !== "#";
    const { dtype, shape } = scanner.convert("a constant's dtype and shape", () => {
      const type = spelled ? parseType(scanner) : declared;
      return type !== undefined && isConstantShape(type.shape) ? { dtype: type.dtype, shape: type.shape } : undefined;
    });
    const byteLength = storedByteLength(dtype, elementCount(shape));
    const source =
      scanner.next === "["
        ? memorySource(parseElements(scanner, dtype, shape), "text")
        : hashed(dtype === "string" ? undefined : byteLength);
    const length = dtype === "string" ? { byteLength: source.size } : {};
    return { dtype, shape, source, byteOffset: 0, origin: origin(), ...length };
  }

  /** `#<hash>`, the length where the type does not say it, and perhaps the bytes. */
  function hashed(fixedLength: number | undefined): ByteSource {
    const hash = scanner.hash();
    let length = fixedLength;
    if (length === undefined) {
      scanner.expect("(");
      length = scanner.count();
      scanner.expect(")");
    }
    if (scanner.accept("base64")) {
      const bytes = scanner.convert(`${length} bytes with the hash #${hash}`, () => {
        const read = parseBase64(scanner);
        return read.length === length && hashBytes(read).startsWith(hash) ? read : undefined;
      });
      given.set(hash, bytes);
    }
    const known = given.get(hash);
    return known?.length === length ? memorySource(known, "text") : lookedUpSource(hash, length, lookup);
  }

  function origin(): Origin {
    if (scanner.accept("source")) {
      const weight = scanner.string();
      return { kind: "source", weight, ...(scanner.accept("view") ? { view: scanner.string() } : {}) };
    }
    if (scanner.accept("computed")) {
      return { kind: "computed", reason: scanner.string(), expression: expression() };
    }
    return { kind: "literal", reason: scanner.accept("literal") ? scanner.string() : "printed without its origin" };
  }

  function expression(): Expression {
    return scanner.nested(() => {
      if (scanner.next === "&") return scanner.convert("a defined formula", () => definitions[scanner.reference("&")]);
      return scanner.looksLike(/\w+\s*\[/y) ? constant(undefined) : operation();
    });
  }

  function operation(): Expression {
    const op = scanner.name("a formula");
    scanner.expect("(");
    const inputs = scanner.list(")", () => (scanner.accept("_") ? null : expression()));
    const attrs = scanner.next === "{" ? parseAttributes(scanner) : {};
    return { op, attrs, inputs, output: scanner.accept("output") ? scanner.count() : 0 };
  }

  return {
    constant,
    definition() {
      const next = definitions.length;
      scanner.convert(`'&${next}'`, () => scanner.reference("&") === next || undefined);
      scanner.expect("=");
      definitions.push(expression());
    },
  };
}

function isConstantShape(shape: TensorType["shape"]): shape is readonly number[] {
  return isStaticShape(shape) && shape.every((dim) => dim >= 0) && Number.isSafeInteger(16 * elementCount(shape));
}

/** Bytes that are asked for when they are read. */
function lookedUpSource(hash: string, length: number, lookup: ConstantLookup | undefined): ByteSource {
  const find = (): Uint8Array => {
    const bytes = lookup?.(hash) ?? fail(IR_E005, {}, { hash });
    if (bytes.length === length && hashBytes(bytes).startsWith(hash)) return bytes;
    return fail(IR_E002, {}, { problem: `The bytes given for constant #${hash} are not those that were printed.` });
  };
  return lazySource(length, find, `#${hash}`);
}
