import { fail } from "../../diagnostics/index.ts";
import { IR_E004 } from "../codes.ts";

/** Brackets within brackets that printed text may have. */
export const nestingLimit = 500;

/** Reads printed text from its start to its end. Every method throws `IR-E004` when the text is something else. */
export interface Scanner {
  /** The next word or punctuation mark, not consumed; one `"` for a string, empty at the end. */
  readonly next: string;
  /** Whether the text goes on with a sticky pattern. */
  looksLike(pattern: RegExp): boolean;
  /** Consumes a word or punctuation mark if it comes next. */
  accept(token: string): boolean;
  expect(token: string): void;
  /** What `read` finds behind a token. */
  after<T>(token: string, read: () => T): T;
  /** A word, or a JSON string. */
  name(expected: string): string;
  /** A JSON string. */
  string(): string;
  number(expected?: string): number;
  /** A whole number from 0 to 2^53 - 1. */
  count(): number;
  /** A number as it is spelled. */
  numeral(expected?: string): string;
  /** `token` directly followed by a whole number: `%12`. */
  reference(token: string): number;
  /** `#` and 16 hexadecimal digits, or `#unreadable`; without the mark. */
  hash(): string;
  /** Everything from `[` to its `]`, both included; quoted strings may hold brackets. */
  bracketed(): string;
  /** Items separated by commas up to `close`, which is consumed. */
  list<T>(close: string, item: () => T): T[];
  /** Runs `read` one bracket deeper. */
  nested<T>(read: () => T): T;
  /** The result of `read`; when it is undefined, a refusal at the place where `read` began. */
  convert<T>(expected: string, read: () => T | undefined): T;
  refuse(expected: string): never;
}

export function createScanner(text: string): Scanner {
  let at = skipSpace(0);
  let depth = 0;

  function skipSpace(from: number): number {
    let to = from;
    while (to < text.length && " \n\r\t".includes(text.charAt(to))) to++;
    return to;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  }

  const peek = (): string => match(/[A-Za-z_]\w*|->|[\s\S]/y) ?? "";

  function refuseAt(place: number, expected: string): never {
    const line = 1 + (text.slice(0, place).match(/\n/g)?.length ?? 0);
    const found = /^[^\n]{0,24}/.exec(text.slice(place, place + 24))?.[0] ?? "";
    return fail(IR_E004, {}, { line, expected, found });
  }

  const refuse = (expected: string): never => refuseAt(at, expected);

  function advance(length: number): void {
    at = skipSpace(at + length);
  }

  function accept(token: string): boolean {
    if (peek() !== token) return false;
    advance(token.length);
    return true;
  }

  function expect(token: string): void {
    if (!accept(token)) refuse(`'${token}'`);
  }

  /** Where the string that begins at `from` ends. */
  function stringEnd(from: number): number {
    for (let to = text.indexOf('"', from + 1); to !== -1; to = text.indexOf('"', to + 1)) {
      let slashes = 0;
      while (text.charAt(to - 1 - slashes) === "\\") slashes++;
      if (slashes % 2 === 0) return to + 1;
    }
    return refuseAt(from, "a string that ends");
  }

  function string(): string {
    if (peek() !== '"') refuse("a string");
    const end = stringEnd(at);
    const value = unquote(text.slice(at, end)) ?? refuse("a string");
    advance(end - at);
    return value;
  }

  function name(expected: string): string {
    const word = match(/[A-Za-z_]\w*/y);
    if (word === undefined) return peek() === '"' ? string() : refuse(expected);
    advance(word.length);
    return word;
  }

  function numeral(expected = "a number"): string {
    const found = match(/-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)(?!\w)|NaN(?!\w)/y);
    if (found === undefined) return refuse(expected);
    advance(found.length);
    return found;
  }

  function count(): number {
    const found = match(/\d+/y);
    if (found === undefined || !Number.isSafeInteger(Number(found))) return refuse("a whole number");
    advance(found.length);
    return Number(found);
  }

  function bracketed(): string {
    if (peek() !== "[") refuse("'['");
    let to = at + 1;
    while (to < text.length && text.charAt(to) !== "]") to = text.charAt(to) === '"' ? stringEnd(to) : to + 1;
    if (to >= text.length) refuse("a shape");
    const found = text.slice(at, to + 1);
    advance(to + 1 - at);
    return found;
  }

  function hash(): string {
    const found = match(/#(?:[0-9a-f]{16}|unreadable)(?!\w)/y);
    if (found === undefined) return refuse("'#' and 16 hexadecimal digits");
    advance(found.length);
    return found.slice(1);
  }

  return {
    get next() {
      return peek();
    },
    looksLike: (pattern) => match(pattern) !== undefined,
    accept,
    expect,
    after(token, read) {
      expect(token);
      return read();
    },
    name,
    string,
    numeral,
    number: (expected) => Number(numeral(expected)),
    count,
    hash,
    bracketed,
    refuse,
    reference(token) {
      expect(token);
      return count();
    },
    list(close, item) {
      const items: ReturnType<typeof item>[] = [];
      if (accept(close)) return items;
      do items.push(item());
      while (accept(","));
      expect(close);
      return items;
    },
    nested(read) {
      if (depth >= nestingLimit) refuse(`at most ${nestingLimit} brackets within each other`);
      depth += 1;
      const value = read();
      depth -= 1;
      return value;
    },
    convert(expected, read) {
      const start = at;
      return read() ?? refuseAt(start, expected);
    },
  };
}

function unquote(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}
