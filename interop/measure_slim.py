"""TF-slim networks at full size: one command freezes each, and the real TensorFlow answers from the frozen graph as before.

Usage: /path/with/tensorflow/python interop/measure_slim.py FOLDER [part of a network's name]
FOLDER is what make_slim_fixtures.py wrote. Prints seconds and peak memory of the command beside the largest difference.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCE = 1e-4


# A process starts with the peak memory of the one that it was split from: the command is split from a small one.
MEASURE = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
print(code, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def freeze(source, target):
    """Runs the command; answers its text, exit code, seconds and peak bytes."""
    command = ["node", str(ROOT / "dist/cli/main.js"), "freeze", str(source), "-o", str(target)]
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True)
    code, seconds, memory = done.stdout.split()
    return done.stderr, int(code), float(seconds), int(memory)


def answer(path, picture):
    """What the last node of a frozen graph gives for the only placeholder."""
    graph = tf.compat.v1.GraphDef()
    graph.ParseFromString(path.read_bytes())
    used = {name.split(":")[0].lstrip("^") for node in graph.node for name in node.input}
    [fed] = [node for node in graph.node if node.op == "Placeholder"]
    [last] = [node.name for node in graph.node if node.name not in used and node.op != "Placeholder"]
    if fed.attr["shape"].shape.dim[1].size == 3:
        picture = picture.transpose(0, 3, 1, 2)
    with tf.Graph().as_default() as built, tf.compat.v1.Session(graph=built) as session:
        tf.import_graph_def(graph, name="")
        return session.run(f"{last}:0", {f"{fed.name}:0": picture})


def main():
    folder = pathlib.Path(sys.argv[1])
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    failed, passed = 0, 0
    for case in sorted(path for path in folder.iterdir() if path.is_dir() and wanted in path.name):
        sources = [case / name for name in ["frozen.pb", "model.ckpt.index"] if (case / name).exists()]
        golden = folder / case.name.removesuffix("_meta").removesuffix("_nchw")
        picture, want = np.load(golden / "x.npy"), np.load(golden / "y.npy")
        size = sum(path.stat().st_size for path in case.iterdir() if path.suffix != ".npy")
        with tempfile.TemporaryDirectory() as scratch:
            target = pathlib.Path(scratch) / "frozen.pb"
            text, code, seconds, memory = freeze(sources[0], target)
            if code != 0:
                failed += 1
                print(f"FAILED {case.name}: exit {code}\n{text}")
                continue
            got = answer(target, picture).reshape(want.shape)
        difference = float(np.max(np.abs(got - want)) / np.max(np.abs(want)))
        same = difference <= TOLERANCE
        passed, failed = passed + same, failed + (not same)
        cost = f"{seconds:.1f} s, {memory / 1e6:.0f} MB of memory for {size / 1e6:.0f} MB of files"
        print(f"{'ok' if same else 'FAILED'} {case.name}: {difference:.1e} relative, {cost}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
