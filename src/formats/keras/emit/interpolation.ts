/** Ways to compute an image of another size, in the names that Keras and TensorFlow use. */
export type Interpolation =
  | "nearest"
  | "bilinear"
  | "bicubic"
  | "area"
  | "lanczos3"
  | "lanczos5"
  | "gaussian"
  | "mitchellcubic";

export const interpolations: readonly Interpolation[] = [
  "nearest",
  "bilinear",
  "bicubic",
  "area",
  "lanczos3",
  "lanczos5",
  "gaussian",
  "mitchellcubic",
];

interface Kernel {
  readonly radius: number;
  readonly at: (x: number) => number;
}

const f32 = Math.fround;
const pi = f32(Math.PI);

/** `((a x + b) x + c) x + d`, rounded to float32 at each step as TensorFlow's code is. */
function cubic(x: number, a: number, b: number, c: number, d: number): number {
  return f32(f32(f32(f32(f32(f32(a) * x) + b) * x + f32(c)) * x) + f32(d));
}

/** TensorFlow computes the sines in float32, whose rounding shows where they are near zero. */
const lanczos = (radius: number): Kernel => ({
  radius,
  at(x) {
    if (x > radius) return 0;
    if (x <= 1e-3) return 1;
    const angle = f32(pi * x);
    const product = f32(f32(radius * f32(Math.sin(angle))) * f32(Math.sin(f32(angle / radius))));
    return f32(product / f32(f32(pi * pi) * f32(x * x)));
  },
});

/** Kernels of TensorFlow's ScaleAndTranslate operator (`sampling_kernels.h`), as functions of the distance. */
const kernels: Readonly<
  Record<"lanczos3" | "lanczos5" | "gaussian" | "triangle" | "keyscubic" | "mitchellcubic", Kernel>
> = {
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
  gaussian: { radius: 1.5, at: (x) => (x >= 1.5 ? 0 : Math.exp((-x * x) / (2 * 0.5 ** 2))) },
  triangle: { radius: 1, at: (x) => Math.max(0, 1 - x) },
  keyscubic: {
    radius: 2,
    at(x) {
      if (x >= 2) return 0;
      return x >= 1 ? cubic(x, -0.5, 2.5, -4, 2) : cubic(x, 1.5, -2.5, 0, 1);
    },
  },
  mitchellcubic: {
    radius: 2,
    at(x) {
      if (x >= 2) return 0;
      return x >= 1 ? cubic(x, -7 / 18, 2, -10 / 3, 16 / 9) : cubic(x, 7 / 6, -2, 0, 8 / 9);
    },
  },
};

/** Weights of every input position for every output position, row by row: `output = W input`. */
export function interpolationMatrix(
  input: number,
  output: number,
  method: Exclude<Interpolation, "nearest">,
  antialias: boolean,
): Float64Array {
  if (method === "area") return areaMatrix(input, output);
  if (method === "bicubic" && !antialias) return bicubicMatrix(input, output);
  const name = method === "bilinear" ? "triangle" : method === "bicubic" ? "keyscubic" : method;
  return kernelMatrix(input, output, kernels[name], antialias);
}

/** ScaleAndTranslate: samples a kernel, widened by the scale when shrinking with antialiasing, and normalises. */
function kernelMatrix(input: number, output: number, kernel: Kernel, antialias: boolean): Float64Array {
  const matrix = new Float64Array(output * input);
  const inverseScale = f32(1 / f32(output / input));
  const kernelScale = antialias ? Math.max(inverseScale, 1) : 1;
  const reach = f32(kernel.radius * kernelScale);
  for (let row = 0; row < output; row++) {
    const sample = f32(f32(row + 0.5) * inverseScale);
    const first = Math.max(0, Math.ceil(sample - reach - 0.5));
    const last = Math.min(input - 1, Math.floor(sample + reach - 0.5));
    let total = 0;
    for (let column = first; column <= last; column++) {
      const weight = kernel.at(f32(Math.abs(f32(f32(column + 0.5) - sample)) / kernelScale));
      matrix[row * input + column] = weight;
      total += weight;
    }
    if (total !== 0)
      for (let column = first; column <= last; column++)
        matrix[row * input + column] = (matrix[row * input + column] as number) / total;
  }
  return matrix;
}

/** Steps of the table of cubic weights in TensorFlow's ResizeBicubic. */
const tableSize = 1024;

/** ResizeBicubic with half-pixel centres: Keys's kernel with a = -0.5 from a table, neighbours outside left out. */
function bicubicMatrix(input: number, output: number): Float64Array {
  const matrix = new Float64Array(output * input);
  const scale = f32(input / output);
  const near = (i: number): number => {
    const x = i / tableSize;
    return (1.5 * x - 2.5) * x * x + 1;
  };
  const far = (i: number): number => {
    const x = i / tableSize + 1;
    return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  };
  for (let row = 0; row < output; row++) {
    const position = f32(f32(row + 0.5) * scale) - 0.5;
    const base = Math.floor(position);
    const step = Math.round((position - base) * tableSize);
    const weights = [far(step), near(step), near(tableSize - step), far(tableSize - step)];
    let total = 0;
    weights.forEach((weight, i) => {
      const column = base - 1 + i;
      if (column < 0 || column >= input) return;
      matrix[row * input + column] = weight;
      total += weight;
    });
    if (total !== 0)
      for (let column = 0; column < input; column++)
        matrix[row * input + column] = (matrix[row * input + column] as number) / total;
  }
  return matrix;
}

/** ResizeArea: each output is the mean of the input stretch under it, parts of cells by their share. */
function areaMatrix(input: number, output: number): Float64Array {
  const matrix = new Float64Array(output * input);
  const scale = f32(input / output);
  for (let row = 0; row < output; row++) {
    const begin = f32(row * scale);
    const end = f32((row + 1) * scale);
    for (let cell = Math.floor(begin); cell < Math.ceil(end); cell++) {
      const share = Math.min(cell + 1, end) - Math.max(cell, begin);
      const column = Math.min(Math.max(cell, 0), input - 1);
      matrix[row * input + column] = (matrix[row * input + column] as number) + share / scale;
    }
  }
  return matrix;
}
