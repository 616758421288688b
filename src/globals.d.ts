/**
 * What the core takes from its host beyond ECMAScript: names that Node, browsers and workers all have (WHATWG Encoding,
 * DOM abort, timers). Declared here because the core is compiled without Node's and the DOM's types.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
interface AbortSignal {
  readonly aborted: boolean;
}
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
