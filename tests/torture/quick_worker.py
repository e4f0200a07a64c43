"""The worker of an installation with a shorter patience, so that minutes of waiting fit into seconds.

RONDOM_TORTURE_LEASE holds the seconds a claim lasts, RONDOM_TORTURE_SWEEP those between two sweeps.
"""

import os
from datetime import timedelta

from app.services import sending_gate
from worker import schedule

sending_gate.LEASE = timedelta(seconds=float(os.environ["RONDOM_TORTURE_LEASE"]))
schedule.SCHEDULE["sweep the outbox"]["schedule"] = float(os.environ["RONDOM_TORTURE_SWEEP"])

# After the changes above: this module puts the installation together when it is loaded.
from worker.celery_app import app  # noqa: E402

__all__ = ["app"]
