/** Classes of Python that Keras exports under another name; files name groups by the former, configurations by the latter. */
const pythonNames: Readonly<Record<string, string>> = { GroupQueryAttention: "GroupedQueryAttention" };

/** Names of the members of a list of objects in weight files: numbered by class, `dense`, `dense_1`. */
export function listKeys(classNames: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return classNames.map((className) => {
    const name = toSnakeCase(className);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

/**
 * Name of a class in the paths of weight files, as Keras's `to_snake_case` makes it: `Conv2D` is `conv2d`, `ReLU` is
 * `re_lu`, `MultiHeadAttention` is `multi_head_attention`.
 */
export function toSnakeCase(className: string): string {
  return (Object.hasOwn(pythonNames, className) ? (pythonNames[className] as string) : className)
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
