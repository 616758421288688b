"""The demo model, converted by us and run by the real LiteRT interpreter, answers as Keras did.

Oracle: fixtures/letters/keras_outputs.npy, Keras 3.15.1 on TensorFlow 2.21.0, in the order of demo/images.csv.
With ../shared also letters.keras and letters.weights.h5, and the size of TensorFlow's own conversion as the bound; and
TensorFlow's seven conversions in our reference evaluator, on all 124 pictures, against the stored outputs of the reference
kernels of TensorFlow 2.21.
"""

import pathlib
import sys
import tempfile

import numpy as np

from holdfast import ROOT, SHARED, Tally, interpreter, invoke, run


# Largest distance allowed.
CONVERSIONS = {
    "letters_int8": 0,
    "letters_uint8io": 0,
    "letters_int8_floatio": 1e-6,
    "letters_int16x8": 1e-6,
    "letters_float32": 1e-5,
    "letters_float16": 1e-5,
    "letters_dynamic": 1e-6,
}


def check_conversions(tally, letters, folder):
    for name, bar in CONVERSIONS.items():
        target = folder / name
        pictures = f"image={letters}/golden/images_uint8.npy"
        code, report = run("run", letters / f"{name}.tflite", "--input", pictures, "--output", target)
        tally.check(f"{name} runs", code == 0, report["diagnostics"])
        if code != 0:
            continue
        (output,) = target.glob("*.npy")
        got = np.load(output).astype(np.float64)
        want = np.load(letters / f"golden/{name}.tflite.ref.npy").astype(np.float64)
        error = float(np.abs(got - want).max())
        top = int((got.argmax(1) == want.argmax(1)).sum())
        differ = int((got != want).sum())
        print(f"{name}: {differ} of {want.size} differ, by at most {error:.2e}; top-1 equal on {top} of {len(want)}")
        tally.check(f"{name} numbers", error <= bar, error)


def main():
    tally = Tally()
    want = np.load(ROOT / "fixtures/letters/keras_outputs.npy")
    folder = pathlib.Path(tempfile.mkdtemp())
    letters = SHARED / "fixtures/letters"
    sources = {"letters.h5": [ROOT / "demo/letters.h5"]}
    if letters.exists():
        sources["letters.keras"] = [letters / "letters.keras"]
        sources["letters.weights.h5"] = [
            letters / "letters.weights.h5",
            "--architecture",
            letters / "letters_architecture.json",
        ]
        pictures = np.load(letters / "golden/images_uint8.npy").astype(np.float32)
        largest = (letters / "letters_float32.tflite").stat().st_size
        check_conversions(tally, letters, folder)
    else:
        tally.skip("letters.keras, letters.weights.h5, size", "no ../shared")
        pictures, largest = None, None
    for name, source in sources.items():
        target = folder / f"{name}.tflite"
        code, report = run("convert", *source, "-o", target)
        tally.check(f"{name} converts", code == 0, report["diagnostics"])
        if code != 0:
            continue
        if pictures is None:
            tally.skip(f"{name} on pictures", "no ../shared")
            continue
        tally.check(f"{name} size", target.stat().st_size <= largest, f"{target.stat().st_size} > {largest}")
        for reference in (True, False):
            got = invoke(interpreter(target, reference), {"image": pictures})["probabilities"]
            error = float(np.abs(got - want).max())
            same = int((got.argmax(1) == want.argmax(1)).sum())
            print(f"{name}, reference kernels {reference}: max error {error:.2e}, top-1 equal on {same} of {len(want)}")
            tally.check(f"{name} numbers", error <= 1e-5, error)
            tally.check(f"{name} top-1", same == len(want), same)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
