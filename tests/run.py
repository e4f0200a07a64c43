"""Everything that must hold before a change is trusted: `make test` runs this.

Lint, format, types and import contracts first, since they are quick; then the tests, in parallel.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

PROCESSES = os.environ.get("RONDOM_TEST_PROCESSES", "2")
CHECKS = (
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--quiet", "--check", "."]),
    ("types", [str(BIN / "mypy"), "--no-error-summary"]),
    ("imports", [str(BIN / "lint-imports"), "--no-cache"]),
    ("tests", [sys.executable, "-m", "pytest", "--dist", "loadfile", "-n", PROCESSES]),
)


def main() -> int:
    """Run every check, even after one has failed; the tests' closing line comes last."""
    failed = []
    for name, command in CHECKS:
        started = time.monotonic()
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        said = "ok" if status == 0 else "FAILED"
        print(f"{name}: {said} ({time.monotonic() - started:.0f} s)", flush=True)  # noqa: T201 - its purpose
        if status != 0:
            failed.append(name)
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)  # noqa: T201 - its purpose
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
