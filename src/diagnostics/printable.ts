/**
 * The text with control characters and marks that reorder text spelled as `\u{...}`: names come from files that
 * strangers made, and must not move the cursor, recolour the terminal or hide what they say.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
