"""Child processes that do not outlive the process that started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> Callable[[], None] | None:
    """Return what a child runs before its program, so that Linux ends it when the starting thread ends.

    None where the system knows no such tie; there the supervisor's own clean-up has to do.
    """
    if not sys.platform.startswith("linux"):
        return None
    # Loaded here: between fork and exec nothing may be imported or looked up.
    set_option = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask() -> None:
        set_option(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
        if os.getppid() != parent:
            os._exit(1)  # the parent died before it could be asked for

    return ask
