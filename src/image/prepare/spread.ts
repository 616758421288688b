/** One number per channel, from one for all (as a number or a list of one) or one per channel. */
export function spread(value: number | readonly number[], channels: number): readonly number[] {
  const values = typeof value === "number" ? [value] : value;
  return Array.from({ length: channels }, (_, c) => (values.length === 1 ? values[0] : values[c]) as number);
}
