/**
 * TensorFlow Lite's layout of a string tensor, which is also the stored form of string constants here: int32 count,
 * count + 1 int32 offsets from the start, then the bytes (tensorflow/lite/string_util.h).
 */
export function encodeStrings(strings: readonly Uint8Array[]): Uint8Array {
  const header = 4 * (strings.length + 2);
  const bytes = new Uint8Array(strings.reduce((sum, s) => sum + s.length, header));
  const view = new DataView(bytes.buffer);
  view.setInt32(0, strings.length, true);
  let offset = header;
  strings.forEach((s, i) => {
    view.setInt32(4 * (i + 1), offset, true);
    bytes.set(s, offset);
    offset += s.length;
  });
  view.setInt32(4 * (strings.length + 1), offset, true);
  return bytes;
}

/** The byte strings of an encoded string tensor, as views; undefined when the buffer is not one. */
export function decodeStrings(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length < 8) return bytes.length === 0 ? [] : undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(0, true);
  if (count < 0 || 4 * (count + 2) > bytes.length) return undefined;
  const strings: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const start = view.getInt32(4 * (i + 1), true);
    const end = view.getInt32(4 * (i + 2), true);
    if (start < 0 || end < start || end > bytes.length) return undefined;
    strings.push(bytes.subarray(start, end));
  }
  return strings;
}
