import { describe, expect, it } from "vitest";
import { type InputPreprocessing, type PictureInput, suggestPreprocessing, type TensorMetadata } from "./index.ts";

const silent: TensorMetadata = { content: "image", mean: [], std: [], min: [], max: [], files: [] };
const float: PictureInput = { dtype: "float32", channels: 3 };
const quantized = (dtype: "uint8" | "int8" | "int16", scale: number, zeroPoint: number): PictureInput => ({
  dtype,
  channels: 3,
  quantization: { kind: "perTensor", scale, zeroPoint },
});
const suggest = (input: PictureInput, metadata?: TensorMetadata): InputPreprocessing =>
  suggestPreprocessing(input, metadata, { file: "m.tflite" });

describe("suggestPreprocessing", () => {
  it("takes the metadata's normalisation", () => {
    const metadata = { ...silent, mean: [127.5], std: [127.5], min: [-1], max: [1] };
    expect(suggest(float, metadata)).toEqual({
      normalize: { mean: [127.5], std: [127.5] },
      channelOrder: "RGB",
      from: "metadata normalization",
      evidence: { mean: [127.5], std: [127.5], range: [-1, 1] },
      diagnostics: [],
    });
  });

  it("takes it for quantized inputs too, where the stated range is that of the stored numbers", () => {
    const metadata = { ...silent, mean: [127.5], std: [127.5], min: [0], max: [255] };
    const { from, diagnostics } = suggest(quantized("uint8", 0.0078125, 128), metadata);
    expect([from, diagnostics]).toEqual(["metadata normalization", []]);
  });

  it("reports a range that contradicts the normalisation", () => {
    const metadata = { ...silent, mean: [127.5], std: [127.5], min: [0], max: [1] };
    expect(suggest(float, metadata).diagnostics).toMatchObject([
      { code: "BND-W007", evidence: { normalized: [-1, 1], stated: [0, 1] } },
    ]);
  });

  it("reports a normalisation that the quantization cannot hold", () => {
    const metadata = { ...silent, mean: [0], std: [255] };
    expect(suggest(quantized("int8", 1 / 127.5, -1), metadata).diagnostics).toMatchObject([
      { code: "BND-W009", evidence: { stored: [-1, 126.5], range: [-128, 127] } },
    ]);
  });

  it.each([
    [[1, 2], [1], "the input has 3 channels"],
    [[0], [0], "nothing can be divided by 0"],
    [[Number.NaN], [1], "not all are numbers"],
    [[1], [], "the input has 3 channels"],
  ])("leaves mean %j and std %j aside, and says why", (mean, std, problem) => {
    const { from, diagnostics } = suggest(float, { ...silent, mean, std });
    expect(from).toBe("nothing");
    expect(diagnostics[0]).toMatchObject({ code: "BND-W006", evidence: { problem } });
  });

  it("spreads pixels over the stated range where only that is given", () => {
    const unit = suggest(float, { ...silent, min: [0], max: [1] });
    expect([unit.normalize, unit.from]).toEqual([{ mean: [0], std: [255] }, "metadata range"]);
    expect(suggest(float, { ...silent, min: [-1], max: [1] }).normalize).toEqual({ mean: [127.5], std: [127.5] });
  });

  it("stores pixels as they are where only the quantization is known", () => {
    const { normalize, from } = suggest(quantized("int8", 0.5, -10));
    expect(from).toBe("quantization");
    // Pixel 200 must be stored as 72: real (200 - mean) / std = 41, 41 / 0.5 - 10 = 72.
    expect((200 - (normalize.mean[0] as number)) / (normalize.std[0] as number) / 0.5 - 10).toBe(72);
    expect(suggest(quantized("uint8", 0.0078125, 128)).normalize).toEqual({ mean: [128], std: [128] });
  });

  it("says so when nothing is known", () => {
    const result = suggest(float);
    expect([result.normalize, result.from]).toEqual([{ mean: [0], std: [255] }, "nothing"]);
    expect(result.diagnostics).toMatchObject([{ code: "BND-W008", evidence: { dtype: "float32", range: [0, 1] } }]);
    expect(suggest({ ...float, classes: 1001 }).normalize).toEqual({ mean: [127.5], std: [127.5] });
    expect(suggest({ dtype: "int8", channels: 1 }).normalize).toEqual({ mean: [128], std: [1] });
    const wide = suggest(quantized("int16", 255 / 32767, 0));
    expect([wide.normalize, wide.diagnostics]).toMatchObject([{ mean: [0], std: [1] }, [{ code: "BND-W008" }]]);
    expect(suggest(quantized("int16", 1 / 32767, 0)).normalize).toEqual({ mean: [0], std: [255] });
  });
});
