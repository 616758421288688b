# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["tensorflow==2.21.0"]
# ///
"""Times our conversion of the demo model, the whole process, against TensorFlow's converter, the whole process, in one run.

    python interop/time_convert.py [RUNS]

Prints the median of each and the ratio. TensorFlow's time is split into import and conversion.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = ROOT / "demo/letters.h5"

THEIRS = """
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
start = time.perf_counter()
import tensorflow as tf
imported = time.perf_counter()
model = tf.keras.models.load_model(sys.argv[1], compile=False)
data = tf.lite.TFLiteConverter.from_keras_model(model).convert()
open(sys.argv[2], "wb").write(data)
print(imported - start, time.perf_counter() - imported)
"""


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = pathlib.Path(tempfile.mkdtemp())
    ours, theirs, split = [], [], []
    for index in range(runs):
        target = folder / f"ours{index}.tflite"
        seconds, _ = timed(["node", str(ROOT / "dist/cli/main.js"), "convert", str(MODEL), "-o", str(target)])
        ours.append(seconds)
        reference = folder / f"theirs{index}.tflite"
        seconds, out = timed([sys.executable, "-c", THEIRS, str(MODEL), str(reference)])
        theirs.append(seconds)
        split.append([float(part) for part in out.split()[-2:]])
    size = lambda name: (folder / name).stat().st_size
    print(f"ours: median {statistics.median(ours):.2f} s, {size('ours0.tflite')} bytes")
    print(f"TensorFlow: median {statistics.median(theirs):.2f} s, {size('theirs0.tflite')} bytes")
    print(f"  of which import {statistics.median(s[0] for s in split):.2f} s, loading and converting {statistics.median(s[1] for s in split):.2f} s")
    print(f"TensorFlow / ours: {statistics.median(theirs) / statistics.median(ours):.1f}")


if __name__ == "__main__":
    main()
