/** UTF-8 text; bytes that are none become the replacement character. HDF5's ASCII is read alike: many writers mean UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
