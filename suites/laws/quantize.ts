import { fromNumbers, type Tensor, toNumbers } from "../../src/numerics/index.ts";
import { expectTensor } from "../apply-operator.ts";
import type { Draw } from "../draw.ts";
import { compute, computeOne, type Drawn, type Draws, type Family, law, positives, reals } from "./family.ts";
import { type Stored, scaleOf, stored } from "./stored.ts";

/** How a result is stored. */
function storage(draw: Draw) {
  const dtype = draw.of<Stored>("int8", "uint8", "int16");
  return { dtype, quantization: scaleOf(draw, dtype) };
}

const quantized = (draw: Draw): Drawn => ({ inputs: [reals(draw, draw.shape(0, 4))], outputs: [storage(draw)] });

function storedTensor(draw: Draw, shape: readonly number[]): Tensor {
  return stored(draw, draw.of<Stored>("int8", "uint8", "int16"), shape);
}

const draws: Draws = {
  quantize: quantized,
  dequantize: (draw) => ({ inputs: [storedTensor(draw, draw.shape(0, 4))] }),
  fakeQuant: (draw) => ({
    attrs: { min: -draw.int(1, 4), max: draw.int(1, 4), numBits: draw.int(2, 8), narrowRange: draw.flag() },
    inputs: [reals(draw, draw.shape(0, 4))],
  }),
};

export const quantize: Family = {
  name: "quantize",
  draws,
  laws: [
    law("a scale per index is each slice with its own scale", 100, (draw) => {
      const [rows, columns] = [draw.int(1, 3), draw.int(1, 3)];
      const x = reals(draw, [rows, columns]);
      const scales = toNumbers(positives(draw, [rows]));
      const zeroPoints = Array.from(scales, () => 0);
      const perAxis = { kind: "perAxis", axis: 0, scales: Array.from(scales, Math.fround), zeroPoints } as const;
      const of = (data: Tensor, quantization: NonNullable<Tensor["quantization"]>): Tensor =>
        compute("quantize", { inputs: [data], outputs: [{ dtype: "int8", quantization }] })[0] as Tensor;
      const got = toNumbers(of(x, perAxis));
      for (let row = 0; row < rows; row++) {
        const slice = fromNumbers("float32", [columns], toNumbers(x).slice(row * columns, (row + 1) * columns));
        const own = of(slice, { kind: "perTensor", scale: perAxis.scales[row] as number, zeroPoint: 0 });
        expectTensor(
          fromNumbers("int8", [columns], got.slice(row * columns, (row + 1) * columns)),
          fromNumbers("int8", [columns], toNumbers(own)),
        );
      }
    }),
    law("the real numbers of stored ones are stored as those again", 100, (draw) => {
      const x = storedTensor(draw, draw.shape(0, 3));
      const outputs = [{ dtype: x.dtype, ...(x.quantization ? { quantization: x.quantization } : {}) }];
      const [again] = compute("quantize", { inputs: [computeOne("dequantize", [x])], outputs });
      expectTensor(again as Tensor, x);
    }),
    law("what is quantized once in float is not changed by doing it again", 100, (draw) => {
      const { attrs, inputs } = (draws.fakeQuant as (draw: Draw) => Drawn)(draw);
      const once = computeOne("fakeQuant", inputs, attrs);
      expectTensor(computeOne("fakeQuant", [once], attrs), once, { atol: 1e-6, rtol: 1e-6 });
    }),
    law("keeps the order of numbers", 100, (draw) => {
      const values = Array.from({ length: draw.int(2, 8) }, () => draw.int(-1000, 1000) / 250).sort((a, b) => a - b);
      const x = fromNumbers("float32", [values.length], values);
      const [made] = compute("quantize", { inputs: [x], outputs: [storage(draw)] });
      const stored = toNumbers(made as Tensor);
      if (stored.some((value, i) => i > 0 && value < (stored[i - 1] as number)))
        throw new Error(`${values}: ${stored}`);
    }),
  ],
};
