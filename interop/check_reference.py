"""Every float model of ../shared/models, run by our reference evaluator, answers as LiteRT's reference kernels do.

Bar: |ours - theirs| <= 1e-4 of the largest number in the output. Inputs are seeded; token inputs stay small.
"""

import pathlib
import sys
import tempfile

import numpy as np

from holdfast import SHARED, Tally, interpreter, run

MODELS = SHARED / "models/tflite"
BAR = 1e-4


def main():
    tally = Tally()
    if not MODELS.exists():
        print("skipped: no ../shared")
        return 0
    for path in sorted(MODELS.rglob("*.tflite")):
        check(tally, path)
    return tally.finish()


def is_float(engine):
    kinds = {detail["dtype"] for detail in engine.get_tensor_details()}
    return not kinds & {np.int8, np.uint8, np.int16}


def check(tally, path):
    name = str(path.relative_to(MODELS))
    try:
        engine = interpreter(path)
        engine.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        tally.skip(name, f"LiteRT refuses it: {str(error).splitlines()[0][:80]}")
        return
    if not is_float(engine):
        tally.skip(name, "quantized")
        return
    rng = np.random.default_rng(11)
    folder = pathlib.Path(tempfile.mkdtemp())
    arguments = []
    for index, detail in enumerate(engine.get_input_details()):
        value = draw(rng, detail)
        engine.set_tensor(detail["index"], value)
        np.save(folder / f"in{index}.npy", value)
        arguments += ["--input", f"{detail['name']}={folder}/in{index}.npy"]
    try:
        engine.invoke()
    except (RuntimeError, ValueError) as error:
        tally.skip(name, f"LiteRT does not run it: {str(error).splitlines()[0][:80]}")
        return
    code, report = run("run", path, *arguments, "--output", folder / "out")
    if code != 0:
        tally.check(name, False, [d["explain"] for d in report["diagnostics"] if d["severity"] == "error"])
        return
    ours = [np.load(folder / "out" / file) for file in sorted(p.name for p in (folder / "out").iterdir())]
    for detail in engine.get_output_details():
        want = engine.get_tensor(detail["index"])
        scale = max(float(np.abs(want).max(initial=0)), 1e-30)
        errors = [float(np.abs(got - want).max(initial=0)) / scale for got in ours if got.shape == want.shape]
        worst = min(errors, default=np.inf)
        print(f"{name} {detail['name']}: {worst:.1e} relative")
        tally.check(f"{name} {detail['name']}", worst <= BAR, worst)


def draw(rng, detail):
    shape, dtype = detail["shape"], detail["dtype"]
    if dtype == np.bool_:
        return rng.integers(0, 2, shape).astype(np.bool_)
    if np.issubdtype(dtype, np.integer):
        return rng.integers(0, 10, shape).astype(dtype)
    return rng.uniform(-1, 1, shape).astype(dtype)


if __name__ == "__main__":
    sys.exit(main())
