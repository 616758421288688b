"""Runs our own command and the real LiteRT interpreter; shared by the checks in this folder."""

import json
import pathlib
import subprocess

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def run(*arguments):
    """Our command with --json; answers (exit code, parsed output)."""
    command = ["node", str(ROOT / "dist/cli/main.js"), *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode == 3 or not done.stdout:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    return done.returncode, json.loads(done.stdout)


def interpreter(path, reference=True):
    """The real interpreter, with its reference kernels or without any delegate."""
    kind = OpResolverType.BUILTIN_REF if reference else OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    return Interpreter(model_path=str(path), experimental_op_resolver_type=kind, num_threads=1)


def invoke(engine, inputs):
    """Outputs by signature name for inputs by signature name; batches that differ from the file's are resized."""
    runner = engine.get_signature_runner()
    return {name: value.copy() for name, value in runner(**inputs).items()}


def close(got, want, atol, rtol):
    """|got - want| <= atol + rtol |want|, NaN equal to NaN."""
    return got.shape == want.shape and bool(np.allclose(got, want, rtol=rtol, atol=atol, equal_nan=True))


class Tally:
    """Counts what passed; `finish` prints the last line and answers the exit status."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def check(self, name, condition, detail=""):
        if condition:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}: {detail}")

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0
