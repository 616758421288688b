"""Every good Keras case, converted by us to a frozen graph, answers in the real TensorFlow as Keras did.

Usage: /path/with/tensorflow/python interop/check_frozen.py [part of a case's name]
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

try:
    import tensorflow as tf
except ImportError:
    print("skipped: no TensorFlow")
    sys.exit(0)

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "fixtures/keras", ROOT.parent / "shared/fixtures/keras"]


def placed(value, folder):
    """An array of a case; None for what is not one."""
    return np.load(folder / value) if isinstance(value, str) and value.endswith(".npy") else None


def answers(path, inputs, names):
    """Outputs of a frozen graph by name, or in the order of its last nodes."""
    graph = tf.compat.v1.GraphDef()
    graph.ParseFromString(path.read_bytes())
    placeholders = {node.name: node for node in graph.node if node.op == "Placeholder"}
    known = {node.name for node in graph.node}
    last = [node.name for node in graph.node][-len(names) :]
    results = [name if name in known else last[i] for i, name in enumerate(names)]
    with tf.Graph().as_default() as built:
        tf.import_graph_def(graph, name="")
        feeds = {}
        for name, value in inputs.items():
            node = placeholders.get(name) or (list(placeholders.values())[0] if len(inputs) == 1 else None)
            if node is None:
                return None
            dtype = tf.dtypes.as_dtype(node.attr["dtype"].type).as_numpy_dtype
            feeds[f"{node.name}:0"] = value.astype(dtype)
        with tf.compat.v1.Session(graph=built) as session:
            return session.run([f"{name}:0" for name in results], feeds)


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    passed, failed, refused, skipped = 0, 0, 0, 0
    for folder in [folder for folder in FOLDERS if folder.exists()]:
        for case in json.loads((folder / "cases.json").read_text()):
            # Its stored answer is of another model: see suites/keras-cases.test.ts.
            if case["name"] == "hdf5 named keras":
                continue
            if "expect" in case or "script" in case or "architecture" in case or wanted not in case["name"]:
                continue
            source = folder / case["file"]
            inputs = {name: placed(value, folder) for name, value in case.get("inputs", {}).items()}
            outputs = [placed(value, folder) for value in case.get("outputs", {}).values()]
            if not source.is_file() or not outputs or any(value is None for value in [*inputs.values(), *outputs]):
                skipped += 1
                continue
            with tempfile.TemporaryDirectory() as scratch:
                target = pathlib.Path(scratch) / "m.pb"
                command = ["node", str(ROOT / "dist/cli/main.js"), "convert", str(source), "-o", str(target), "--json"]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode != 0:
                    refused += 1
                    found = [d for d in json.loads(done.stdout)["diagnostics"] if d["severity"] == "error"]
                    print(f"refused {case['name']}: {found[0]['code']} {found[0]['explain'][:140]}" if found else case["name"])
                    continue
                try:
                    got = answers(target, inputs, list(case["outputs"]))
                except Exception as error:  # noqa: BLE001: what the real runtime says is the result
                    failed += 1
                    print(f"FAILED {case['name']}: {str(error)[:300]}")
                    continue
            if got is None:
                skipped += 1
                continue
            rtol, atol = max(case.get("rtol", 0), 1e-4), max(case.get("atol", 0), 1e-5)
            same = all(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True) for a, b in zip(got, outputs))
            passed, failed = passed + same, failed + (not same)
            if not same:
                worst = max(float(np.max(np.abs(np.float64(a) - np.float64(b)))) for a, b in zip(got, outputs))
                print(f"FAILED {case['name']}: largest difference {worst:.2e}")
    print(f"{passed} passed, {failed} failed, {refused} refused, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
