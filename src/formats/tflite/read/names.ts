/** Gives each name a form that was not given before: itself, else with `#2`, `#3` ... */
export function uniqueNames(): (name: string) => string {
  const given = new Map<string, number>();
  const taken = new Set<string>();
  return (name) => {
    let unique = name;
    let count = given.get(name) ?? 1;
    while (taken.has(unique)) unique = `${name}#${++count}`;
    given.set(name, count);
    taken.add(unique);
    return unique;
  };
}
