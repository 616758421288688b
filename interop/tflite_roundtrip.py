# /// script
# requires-python = ">=3.10,<3.14"
# dependencies = ["ai-edge-litert==2.3.0", "numpy==2.4.6"]
# ///
"""Runs pairs of TensorFlow Lite files in the real interpreter and compares their outputs bit for bit.

    python interop/tflite_roundtrip.py ORIGINALS REWRITTEN [--seed N] [--verbose]

Every .tflite under ORIGINALS is run beside the file of the same relative path under REWRITTEN: each signature, or the
main graph when there is none, on the same seeded inputs, with the reference kernels, or the optimised ones where an
operator has no reference kernel. Names, shapes, types and quantization of inputs and outputs must be equal too. A pair
of which the original cannot be run passes when the rewritten file is refused as well. Outputs that differ between runs
of the original itself (random numbers; SUM of int16 in the reference kernels) are compared in the other kernels, else
by shape. The last line is `N passed, N failed`; exits 1 when a pair failed.
"""

import argparse
import json
import pathlib
import subprocess
import sys

# Runs of the original that must agree before a difference counts.
RUNS = 30


def describe(details):
    rows = []
    for detail in details:
        quantization = detail["quantization_parameters"]
        rows.append(
            [
                detail["name"],
                detail["dtype"].__name__,
                [int(dim) for dim in detail["shape"]],
                [int(dim) for dim in detail["shape_signature"]],
                [float(scale) for scale in quantization["scales"]],
                [int(point) for point in quantization["zero_points"]],
                int(quantization["quantized_dimension"]),
            ]
        )
    return rows


def sample(rng, dtype, shape):
    import numpy as np

    if dtype in (np.bytes_, np.object_, np.str_):
        return np.array([b"some text here"] * max(1, int(np.prod(shape)))).reshape(shape)
    if np.issubdtype(dtype, np.floating):
        return rng.standard_normal(shape).astype(dtype)
    if np.issubdtype(dtype, np.complexfloating):
        return (rng.standard_normal(shape) + 1j * rng.standard_normal(shape)).astype(dtype)
    if dtype == np.bool_:
        return rng.integers(0, 2, shape).astype(np.bool_)
    if dtype in (np.int8, np.uint8, np.int16):
        info = np.iinfo(dtype)
        return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    return rng.integers(0, 4, shape).astype(dtype)


def open_shape(detail, size):
    signature = [int(dim) for dim in detail["shape_signature"]]
    return [size if dim == -1 else dim for dim in signature] or [int(dim) for dim in detail["shape"]]


def run(path, resolver, size, seed):
    """What an interpreter says of a file and gives for it: plain data and arrays."""
    import numpy as np
    from ai_edge_litert.interpreter import Interpreter

    rng = np.random.default_rng(seed)
    interpreter = Interpreter(str(path), experimental_op_resolver_type=resolver, num_threads=1)
    facts = {
        "inputs": describe(interpreter.get_input_details()),
        "outputs": describe(interpreter.get_output_details()),
        "signatures": interpreter.get_signature_list(),
    }
    results = {}
    if facts["signatures"]:
        for key in facts["signatures"]:
            runner = interpreter.get_signature_runner(key)
            details = runner.get_input_details()
            fed = {name: sample(rng, d["dtype"], open_shape(d, size)) for name, d in sorted(details.items())}
            for name, value in runner(**fed).items():
                results[f"{key}/{name}"] = value
        return facts, results
    fed = []
    for detail in interpreter.get_input_details():
        shape = open_shape(detail, size)
        fed.append((detail["index"], sample(rng, detail["dtype"], shape)))
        if -1 in detail["shape_signature"]:
            interpreter.resize_tensor_input(detail["index"], shape)
    interpreter.allocate_tensors()
    for index, value in fed:
        interpreter.set_tensor(index, value)
    interpreter.invoke()
    for at, detail in enumerate(interpreter.get_output_details()):
        results[f"{at}:{detail['name']}"] = interpreter.get_tensor(detail["index"])
    return facts, results


def attempts():
    from ai_edge_litert.interpreter import OpResolverType

    kernels = [OpResolverType.BUILTIN_REF, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES]
    return [(resolver, size) for resolver in kernels for size in (2, 1)]


def same(a, b):
    import numpy as np

    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.dtype.kind in "OSU":
        return bool(np.all(a == b))
    return a.tobytes() == b.tobytes()


def settled(original, resolver, size, seed, results, names):
    """Those of the named outputs that are the same in every run of the original."""
    steady = set(names)
    for _ in range(RUNS):
        _, again = run(original, resolver, size, seed)
        steady = {name for name in steady if same(results[name], again[name])}
        if not steady:
            break
    return steady


def compare(original, rewritten, seed):
    """`passed`, `refused` (the original does not run), or a text that says what differs."""
    import numpy as np

    reason = ""
    unsteady = False
    for resolver, size in attempts():
        try:
            facts, results = run(original, resolver, size, seed)
        except Exception as error:  # the interpreter's own refusals are plain RuntimeErrors and ValueErrors
            reason = str(error).strip().splitlines()[-1]
            continue
        try:
            other_facts, other = run(rewritten, resolver, size, seed)
        except Exception as error:
            return f"only the original runs: {error}"
        if facts != other_facts:
            return f"described differently: {json.dumps(facts)} / {json.dumps(other_facts)}"
        if results.keys() != other.keys():
            return f"outputs {sorted(results)} / {sorted(other)}"
        for name, value in results.items():
            if np.shape(value) != np.shape(other[name]):
                return f"output {name} has shape {np.shape(value)} / {np.shape(other[name])}"
        differing = {name for name, value in results.items() if not same(value, other[name])}
        if not differing:
            return "passed"
        steady = settled(original, resolver, size, seed, results, differing)
        if steady:
            return f"output {min(steady)} differs"
        unsteady = True
    if unsteady:
        return "passed"
    for resolver, size in attempts():
        try:
            run(rewritten, resolver, size, seed)
            return f"only the rewritten file runs; the original: {reason}"
        except Exception:
            continue
    return f"refused: {reason}"


def work(seed):
    for line in sys.stdin:
        original, rewritten = json.loads(line)
        print(json.dumps(compare(original, rewritten, seed)), flush=True)


class Worker:
    """A process that compares pairs; some files take the interpreter down with them."""

    def __init__(self, seed):
        self.seed = seed
        self.process = None

    def compare(self, original, rewritten):
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, __file__, "--worker", "--seed", str(self.seed)]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        self.process.stdin.write(json.dumps([str(original), str(rewritten)]) + "\n")
        self.process.stdin.flush()
        for line in iter(self.process.stdout.readline, ""):
            if line.startswith('"'):
                return json.loads(line)
        self.process.wait()
        return "crash"

    def verdict(self, original, rewritten):
        found = self.compare(original, rewritten)
        if found != "crash":
            return found
        return "refused: the interpreter crashes" if self.compare(original, original) == "crash" else "crashes"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("originals", nargs="?", type=pathlib.Path)
    parser.add_argument("rewritten", nargs="?", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="print every pair")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.seed)
        return 0
    if options.originals is None or options.rewritten is None:
        parser.error("two folders are needed")
    worker = Worker(options.seed)
    passed = failed = 0
    for original in sorted(options.originals.rglob("*.tflite")):
        name = original.relative_to(options.originals)
        rewritten = options.rewritten / name
        verdict = worker.verdict(original, rewritten) if rewritten.exists() else "is not there"
        good = verdict == "passed" or verdict.startswith("refused: ")
        passed, failed = passed + good, failed + (not good)
        if options.verbose or verdict != "passed":
            print(f"{'ok  ' if good else 'FAIL'} {name}: {verdict}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
