import { encodeBase64 } from "../../bytes/index.ts";
import { attempt, type Diagnostic } from "../../diagnostics/index.ts";
import { elementCount, sameShape } from "../../numerics/index.ts";
import { IR_E005 } from "../codes.ts";
import type { Constant } from "../constant.ts";
import { constantBytes } from "../constant-view.ts";
import { hashBytes } from "../hash.ts";
import type { TensorType } from "../type.ts";
import { formatType } from "../type.ts";
import { printElements } from "./elements.ts";

export interface ConstantPrinter {
  /** What tells the constant's content from others': its elements when they are few, else its hash. */
  content(c: Constant): string;
  /** `content`, followed by the bytes where they are wanted and have not been printed yet. */
  data(c: Constant): string;
}

/** Characters that the elements of a constant may take per element that is printed inline. */
const charactersPerElement = 64;

/** A printer of constants' data. Reads each constant once; one that cannot be read prints as `#unreadable`. */
export function createConstantPrinter(inlineElements: number, wholeData: boolean): ConstantPrinter {
  const contents = new Map<Constant, { readonly text: string; readonly hash?: string }>();
  const printed = new Set<string>();

  function content(c: Constant): { readonly text: string; readonly hash?: string } {
    const known = contents.get(c);
    if (known !== undefined) return known;
    const made = describe(c);
    contents.set(c, made);
    return made;
  }

  function describe(c: Constant): { readonly text: string; readonly hash?: string } {
    const read = attempt(() => constantBytes(c));
    if (!("value" in read)) return { text: `#${absentHash(c, read.diagnostic)}${size(c, c.byteLength ?? 0)}` };
    const bytes = read.value;
    const few = isFew(c);
    const elements =
      few && bytes.length <= charactersPerElement * inlineElements ? printElements(c.dtype, c.shape, bytes) : undefined;
    if (elements !== undefined) return { text: elements };
    const hash = hashBytes(bytes).slice(0, 16);
    const text = `#${hash}${size(c, bytes.length)}`;
    return few || wholeData ? { text, hash } : { text };
  }

  const isFew = (c: Constant): boolean => elementCount(c.shape) <= inlineElements;

  return {
    content: (c) => content(c).text,
    data(c) {
      const { text, hash } = content(c);
      if (hash === undefined || printed.has(hash)) return text;
      printed.add(hash);
      return `${text} base64 "${encodeBase64(constantBytes(c))}"`;
    },
  };
}

/** Strings have no fixed size: the text has to say it. */
function size(c: Constant, byteLength: number): string {
  return c.dtype === "string" ? `(${byteLength})` : "";
}

/** The hash of a parsed constant whose bytes were not given, as long as it is not a view of a part. */
function absentHash(c: Constant, { code, evidence }: Diagnostic): string {
  const whole = c.strides === undefined && c.byteOffset === 0;
  return code === IR_E005.code && whole ? String(evidence["hash"]) : "unreadable";
}

/** `float32[2]` before the data, where the declared type does not say it. */
export function printConstantType(c: Constant, declared: TensorType | undefined): string {
  const same = declared !== undefined && c.dtype === declared.dtype && sameShape(c.shape, declared.shape);
  return same ? "" : `${formatType(c)} `;
}
