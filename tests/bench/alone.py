"""One heavy act in a process of its own, so that its memory is its own: prints seconds and megabytes.

`python -m tests.bench.alone ACT ROUND`, in the environment of an installation; the acts are launch, seal, and
export-csv, -xlsx, -json, -pdf-zip.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from app.bootstrap import bootstrap
from app.cli.reports import report_group
from app.services.launch import launch_round
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_work
from app.settings import load_settings
from app.storage.tables import ROWS
from tests.bench.figures import peak_megabytes, seconds
from tests.end_to_end.installation import ROOT


@dataclass(frozen=True)
class Effort:
    """What an act took; `megabytes` is the peak of the process, which had `megabytes_before` at the start."""

    seconds: float
    megabytes: float
    megabytes_before: float


def effort(act: str, round_id: str, environment: Mapping[str, str]) -> Effort:
    """Let another process do it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.alone", act, round_id],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return Effort(**json.loads(done.stdout.splitlines()[-1]))


def main(act: str, round_id: str) -> None:
    """Do it and print what it took."""
    # Every row has to know the tables it points at, also those that this act does not touch.
    assert ROWS
    tools = bootstrap(load_settings()).tools
    before = peak_megabytes()

    def launch() -> None:
        with open_work(tools, SYSTEM) as work:
            launch_round(work, round_id)

    def seal() -> None:
        with open_work(tools, SYSTEM) as work:
            begin_close(work, round_id)
        seal_round(tools, round_id)

    def export() -> None:
        kind = act.partition("-")[2]
        with TemporaryDirectory() as folder:
            arguments = ["export", round_id, "--format", kind, "--output", f"{folder}/export"]
            report_group(arguments, standalone_mode=False)

    taken = seconds({"launch": launch, "seal": seal}.get(act, export))
    print(json.dumps({"seconds": taken, "megabytes": peak_megabytes(), "megabytes_before": before}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
