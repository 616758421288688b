/** Letters that names of nodes may have (tensorflow/core/framework/node_def_util.cc); the first is a letter, digit or dot. */
export function cleanName(name: string): string {
  const clean = name.replace(/:0$/, "").replace(/[^A-Za-z0-9_.\\/>-]/g, "_");
  return /^[A-Za-z0-9.]/.test(clean) ? clean : `n${clean}`;
}

/** A name that no node has, made from the wanted one; it is taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  const clean = cleanName(wanted);
  let name = clean;
  for (let i = 1; taken.has(name); i++) name = `${clean}_${i}`;
  taken.add(name);
  return name;
}

/** A name for a function, in the letters that functions of TensorFlow have. */
export function functionLetters(name: string): string {
  return `region_${name.replace(/[^A-Za-z0-9_]/g, "_")}`;
}
