export type Align = "left" | "right";

/** Rows as aligned columns, two spaces between; the last column is not padded. */
export function table(rows: readonly (readonly string[])[], align: readonly Align[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat((widths[column] ?? 0) - displayWidth(cell));
        if (align[column] === "right") return space + cell;
        return column === row.length - 1 ? cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Columns that a text takes, escape codes of colours left out. */
function displayWidth(text: string): number {
  return [...text.replaceAll(escapeCodes, "")].length;
}

const escapeCodes: RegExp = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** `1,234,567` */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** `2.9 MB`, decimal units as in file listings. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `1.2e-7`; `0` for nothing. */
export function formatError(error: number): string {
  return error === 0 ? "0" : error.toExponential(1);
}

/** `1 file`, `3 files`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
