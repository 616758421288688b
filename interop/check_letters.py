"""The demo model, converted by us and run by the real LiteRT interpreter, answers as Keras did.

Oracle: fixtures/letters/keras_outputs.npy, Keras 3.15.1 on TensorFlow 2.21.0, in the order of demo/images.csv.
With ../shared also letters.keras and letters.weights.h5, and the size of TensorFlow's own conversion as the bound.
"""

import pathlib
import sys
import tempfile

import numpy as np

from holdfast import ROOT, SHARED, Tally, interpreter, invoke, run


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
