import { InvalidArgumentError } from "commander";

/** A number option; `min` is its least value. */
export function numberOption(min: number = Number.NEGATIVE_INFINITY): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isFinite(number) || number < min) {
      throw new InvalidArgumentError(`expected a number${Number.isFinite(min) ? ` of at least ${min}` : ""}`);
    }
    return number;
  };
}

/** A whole-number option. */
export function countOption(min: number = 1): (value: string) => number {
  return (value) => {
    const number = numberOption(min)(value);
    if (!Number.isInteger(number)) throw new InvalidArgumentError("expected a whole number");
    return number;
  };
}

/** `a,b,c`, repeatable. */
export function listOption(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...value.split(",").filter((name) => name !== "")];
}

/** One to three numbers, `127.5` or `123.7,116.8,103.9`. */
export function numbersOption(value: string): readonly number[] {
  return value.split(",").map((part) => numberOption()(part));
}

/** `name=1,224,224,3`, repeatable. */
export function shapesOption(
  value: string,
  earlier: Readonly<Record<string, readonly number[]>> = {},
): Readonly<Record<string, readonly number[]>> {
  const [name, shape] = splitPair(value, "name=1,224,224,3");
  return { ...earlier, [name]: shape.split(",").map(countOption()) };
}

/** `name=path`, repeatable. */
export function filesOption(
  value: string,
  earlier: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [name, path] = splitPair(value, "name=file.npy");
  return { ...earlier, [name]: path };
}

/** The name may be empty, as names of tensors may. */
function splitPair(value: string, example: string): readonly [string, string] {
  const at = value.lastIndexOf("=");
  if (at < 0 || at === value.length - 1) throw new InvalidArgumentError(`expected ${example}`);
  return [value.slice(0, at), value.slice(at + 1)];
}
