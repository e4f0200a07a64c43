"""`rondom migrate` in a process that kills itself before a certain statement; without a number it lives.

Prints how many statements it has executed when it gets to the end.
"""

import os
import signal
import sys

from sqlalchemy import Engine, event

from app.cli.main import rondom


def main(fatal: int | None) -> None:
    """Migrate, and die at statement number `fatal`."""
    executed = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal executed
        executed += 1
        if executed == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    rondom(["migrate"], standalone_mode=False)
    sys.stdout.write(f"{executed}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
