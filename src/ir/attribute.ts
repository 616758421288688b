/** Value of an operator attribute: plain JSON data, with `Uint8Array` for raw bytes of unknown operators. */
export type AttrValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly AttrValue[]
  | { readonly [key: string]: AttrValue };

export type Attrs = Readonly<Record<string, AttrValue>>;
