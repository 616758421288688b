"""Every model of ../shared/models/tflite, run by our reference evaluator, answers as LiteRT does.

Bars: integers equal; numbers within 1e-4 of the largest in the output. The ruler is LiteRT's reference kernels. Every
signature is run, on one seeded input; token inputs stay small. Exceptions are listed by name; what LiteRT does not run
must be refused by us too, with the code listed.
"""

import pathlib
import re
import sys
import tempfile

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from holdfast import SHARED, Tally, interpreter, run

MODELS = SHARED / "models/tflite"
BAR = 1e-4


def mend_axis(model):
    """Biases of one axis say that their scales run along axis 3, which LiteRT refuses."""
    for tensor in model.subgraphs[0].tensors:
        if tensor.quantization is not None and len(tensor.shape) == 1:
            tensor.quantization.quantizedDimension = 0


# How a file that LiteRT refuses is mended for it.
MENDED = {"micro_person_detect/person_detect.tflite": mend_axis}

# Compared with the optimised kernels: what the reference kernels do with it.
OPTIMISED = {
    "litert_testdata/litert/test/testdata/qwen_fc_blockwise_quantized.tflite": "leave the output as they find it: they know "
    "no scales by block",
}

# Refused by us, with this code. The first runs in LiteRT, where every set of kernels gives only zeros, for none knows
# scales by column; LiteRT refuses the others too.
REFUSED = {
    "litert_testdata/litert/test/testdata/static_w8_a16_quantized_q_einsum.tflite": "OPS-E001",
    "coral_edgetpu_compiled_example/mobilenet_v1_0.25_128_quant_edgetpu.tflite": "OPS-E003",
    "coral_split_concat_invalid/model_invoking_error.tflite": "OPS-E003",
    "micro_person_detect/person_detect_vela.tflite": "OPS-E003",
    "serving_half_plus_two/parse_example_tflite/00000123/model.tflite": "OPS-E003",
    "support_text_and_flex_ops/sentencepiece_tokenizer_flex_op.tflite": "OPS-E003",
    "support_text_and_flex_ops/whitespace_tokenizer_flex_delegate.tflite": "OPS-E003",
    "support_text_and_flex_ops/whitespace_tokenizer_to_ragged_1d_input.tflite": "OPS-E003",
}


def main():
    tally = Tally()
    if not MODELS.exists():
        print("skipped: no ../shared")
        return 0
    for path in sorted(MODELS.rglob("*.tflite")):
        check(tally, path, str(path.relative_to(MODELS)))
    return tally.finish()


def check(tally, path, name):
    if name in REFUSED:
        refused(tally, path, name)
        return
    mend = MENDED.get(name)
    if mend is not None:
        print(f"{name}: mended for LiteRT: {mend.__doc__}")
    if name in OPTIMISED:
        print(f"{name}: optimised kernels; the reference ones {OPTIMISED[name]}")
    try:
        answers = list(litert(mended(path, mend) if mend else path, name not in OPTIMISED))
    except (RuntimeError, ValueError) as error:
        tally.check(name, False, f"LiteRT does not run it: {brief(error)}")
        return
    for answer in answers:
        compare(tally, path, name, *answer)


def refused(tally, path, name):
    inputs = {detail["name"]: draw(np.random.default_rng(11), detail) for detail in interpreter(path).get_input_details()}
    try:
        answers = list(litert(path, True))
        theirs = f"runs, all outputs 0: {not any(value.any() for _, _, outputs in answers for value in outputs.values())}"
    except (RuntimeError, ValueError) as error:
        theirs = brief(error)
    code, report, _ = ours(path, None, inputs)
    errors = {d["code"]: d["explain"] for d in report["diagnostics"] if d["severity"] == "error"}
    print(f"{name}: LiteRT: {theirs}\n  ours: {errors}")
    tally.check(f"{name} is refused", code == 1 and REFUSED[name] in errors, (code, errors))


def brief(error):
    return str(error).strip().splitlines()[0][:100]


def mended(path, mend):
    model = schema.ModelT.InitFromPackedBuf(bytearray(path.read_bytes()), 0)
    mend(model)
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    target = pathlib.Path(tempfile.mkdtemp()) / path.name
    target.write_bytes(builder.Output())
    return target


def litert(path, reference):
    """Signature (None for the main graph), inputs and outputs by name, one after the other."""
    engine = interpreter(path, reference)
    rng = np.random.default_rng(11)
    for key, signature in sorted(engine.get_signature_list().items()):
        runner = engine.get_signature_runner(key)
        details = runner.get_input_details()
        inputs = {name: draw(rng, details[name]) for name in sorted(signature["inputs"])}
        yield key, inputs, {name: value.copy() for name, value in runner(**inputs).items()}
    if engine.get_signature_list():
        return
    engine.allocate_tensors()
    inputs = {detail["name"]: draw(rng, detail) for detail in engine.get_input_details()}
    for detail in engine.get_input_details():
        engine.set_tensor(detail["index"], inputs[detail["name"]])
    engine.invoke()
    yield None, inputs, {detail["name"]: engine.get_tensor(detail["index"]) for detail in engine.get_output_details()}


def ours(path, signature, inputs):
    """Exit code, report and the outputs by file name."""
    folder = pathlib.Path(tempfile.mkdtemp())
    arguments = ["--output", folder / "out"]
    if signature is not None:
        arguments += ["--signature", signature]
    for index, (name, value) in enumerate(inputs.items()):
        np.save(folder / f"in{index}.npy", value)
        arguments += ["--input", f"{name}={folder}/in{index}.npy"]
    code, report = run("run", path, *arguments)
    files = (folder / "out").glob("*.npy") if code == 0 else []
    return code, report, {file.stem: np.load(file) for file in files}


def compare(tally, path, name, signature, inputs, wanted):
    code, report, got = ours(path, signature, inputs)
    if code != 0:
        tally.check(name, False, [d["explain"] for d in report["diagnostics"] if d["severity"] == "error"])
        return
    for output, want in wanted.items():
        value = got.get(re.sub(r"[^\w.-]+", "_", output, flags=re.ASCII))
        label = f"{name} {signature or ''} {output}"
        if value is None or value.shape != want.shape or value.dtype != want.dtype:
            tally.check(label, False, f"{value if value is None else (value.dtype, value.shape)}")
        elif want.dtype.kind == "f":
            error = float(np.abs(value - want).max(initial=0)) / max(float(np.abs(want).max(initial=0)), 1e-30)
            print(f"{label}: {error:.1e} relative")
            tally.check(label, error <= BAR, error)
        else:
            differing = int((value != want).sum())
            print(f"{label}: {differing} of {want.size} integers differ")
            tally.check(label, differing == 0, differing)


def draw(rng, detail):
    shape, dtype = detail["shape"], detail["dtype"]
    if dtype in (np.object_, np.bytes_, np.str_):
        return np.zeros(shape, "S1")
    if dtype == np.bool_:
        return rng.integers(0, 2, shape).astype(np.bool_)
    if dtype in (np.int8, np.uint8, np.int16):
        info = np.iinfo(dtype)
        return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    if np.issubdtype(dtype, np.integer):
        return rng.integers(0, 10, shape).astype(dtype)
    return rng.uniform(-1, 1, shape).astype(dtype)


if __name__ == "__main__":
    sys.exit(main())
