"""The worker where no broker can run: one process that looks into the database every few seconds."""

import logging
import signal
import time
from types import FrameType

from sqlalchemy.exc import OperationalError

from app.adapters.logs import configure_logs
from app.bootstrap import bootstrap
from app.services.delivery import deliver_due
from app.services.handing_over import open_waiting_reports
from app.services.sealing import close_due_rounds
from app.services.tidying import tidy
from app.settings import load_settings

PAUSE = 2.0
log = logging.getLogger(__name__)


class _Stop:
    is_asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


def main() -> None:
    """Run until SIGTERM or SIGINT; a failing turn is logged and tried again."""
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    settings = load_settings()
    configure_logs(settings.log_style, settings.log_level)
    tools = bootstrap(settings).tools
    turn = 0
    while not stop.is_asked:
        try:
            deliver_due(tools)
            close_due_rounds(tools)
            if turn % 60 == 0:
                open_waiting_reports(tools)
            if turn % 1800 == 0:
                tidy(tools)
        except OperationalError as error:
            log.warning("the database did not answer in time: %s", type(error.orig).__name__)
        except Exception:
            log.exception("a turn of the background work failed")
        turn += 1
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
