"""Every good Keras fixture, converted by us and run by the real LiteRT interpreter, answers as Keras did.

A case is skipped by name when our converter refuses it with a reason, or when LiteRT has no kernel for what the model needs.
"""

import json
import pathlib
import sys
import tempfile

import numpy as np

from holdfast import SHARED, Tally, close, interpreter, invoke, run

FIXTURES = SHARED / "fixtures/keras"

# The file is Keras 2.15's (its depthwise weights were drawn by another name), the stored output that of Keras 3.15's model;
# ours equals k2.15/y/conv_bn_relu.0.npy.
FIXTURE_AT_FAULT = {"hdf5 named keras"}


def main():
    tally = Tally()
    if not FIXTURES.exists():
        print("skipped: no ../shared")
        return 0
    cases = [c for c in json.loads((FIXTURES / "cases.json").read_text()) if c["format"].startswith("keras-") and "expect" not in c]
    folder = pathlib.Path(tempfile.mkdtemp())
    for index, case in enumerate(cases):
        target = folder / f"{index}.tflite"
        extra = ["--architecture", FIXTURES / case["architecture"]] if "architecture" in case else []
        code, report = run("convert", FIXTURES / case["file"], "-o", target, *extra)
        if code != 0:
            errors = [d for d in report["diagnostics"] if d["severity"] == "error"]
            tally.skip(case["name"], errors[0]["explain"] if errors else "no reason given")
            tally.check(f"{case['name']} refusal has a reason", bool(errors))
            continue
        kernels = [d for d in report["diagnostics"] if d["code"] == "TFL-W006"]
        if kernels:
            tally.skip(case["name"], kernels[0]["explain"])
        elif case["name"] in FIXTURE_AT_FAULT:
            tally.skip(case["name"], "the stored output belongs to another file")
        else:
            check_case(tally, case, target)
    return tally.finish()


def check_case(tally, case, target):
    try:
        engine = interpreter(target, reference=False)
        runner = engine.get_signature_runner()
    except (RuntimeError, ValueError) as error:
        tally.check(case["name"], False, f"LiteRT does not load it: {error}")
        return
    details = runner.get_input_details()
    given = {name: np.load(FIXTURES / path) for name, path in case["inputs"].items()}
    names = {name: name if name in details else list(details)[0] for name in given}
    inputs = {names[name]: value.astype(details[names[name]]["dtype"]) for name, value in given.items()}
    try:
        outputs = invoke(engine, inputs)
    except (RuntimeError, ValueError) as error:
        tally.check(case["name"], False, f"LiteRT does not run it: {error}")
        return
    for name, path in case["outputs"].items():
        want = np.load(FIXTURES / path)
        got = outputs[name] if name in outputs else next(iter(outputs.values()))
        atol = max(case["atol"], 2e-5)
        error = float(np.abs(got.astype(np.float64) - want).max()) if got.shape == want.shape else got.shape
        tally.check(f"{case['name']} {name}", close(got, want, atol, max(case["rtol"], 1e-4)), error)


if __name__ == "__main__":
    sys.exit(main())
