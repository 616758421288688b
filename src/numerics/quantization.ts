/**
 * How stored integers stand for real numbers: `real = (stored - zeroPoint) * scale`.
 * `Ref` is what a blockwise scale tensor is named by: a value id in a graph, a tensor at run time.
 */
export type Quantization<Ref> = PerTensorQuantization | PerAxisQuantization | BlockwiseQuantization<Ref>;

export interface PerTensorQuantization {
  readonly kind: "perTensor";
  readonly scale: number;
  readonly zeroPoint: number;
}

/** One scale and zero point per index along `axis`. */
export interface PerAxisQuantization {
  readonly kind: "perAxis";
  readonly axis: number;
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
}

/** One scale per block of `blockSize` elements along `axis`; scales and zero points are tensors of their own. */
export interface BlockwiseQuantization<Ref> {
  readonly kind: "blockwise";
  readonly axis: number;
  readonly blockSize: number;
  readonly scales: Ref;
  readonly zeroPoints?: Ref;
}
