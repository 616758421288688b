"""Every .tflite of ../shared, read and written by us, gives the same outputs in the real interpreter, bit for bit."""

import pathlib
import subprocess
import sys
import tempfile

from holdfast import ROOT, SHARED

FOLDERS = ["models/tflite", "fixtures/ondevice", "fixtures/letters", "conformance/tflite-ops"]


def main():
    if not SHARED.exists():
        print("skipped: no ../shared")
        return 0
    failed = 0
    for name in FOLDERS:
        rewritten = tempfile.mkdtemp()
        subprocess.run(["node", ROOT / "tools/rewrite-tflite.mjs", SHARED / name, rewritten], check=True)
        compare = [sys.executable, pathlib.Path(__file__).parent / "tflite_roundtrip.py", SHARED / name, rewritten]
        print(f"{name}:", flush=True)
        failed += subprocess.run(compare).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
