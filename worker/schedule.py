"""What happens by the clock; everything here may run twice at once without harm."""

from app.adapters.queue import QUEUES
from app.services.ports import JobName

SCHEDULE: dict[str, dict[str, object]] = {
    "sweep the outbox": {
        "task": str(JobName.SWEEP_MAIL),
        # As often as places within a limit per minute become free.
        "schedule": 5.0,
        "options": {"expires": 5, "queue": "periodic"},
    },
    "close what is due": {
        "task": str(JobName.CLOSE_DUE),
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "periodic"},
    },
    "open what nobody has to wait for any more": {
        "task": str(JobName.OPEN_REPORTS),
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "periodic"},
    },
    "typeset what is wanted": {
        "task": str(JobName.TYPESET_WANTED),
        "schedule": 15.0,
        "options": {"expires": 15, "queue": "reports"},
    },
    "fetch returned mails": {
        "task": str(JobName.FETCH_BOUNCES),
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "periodic"},
    },
    "launch, remind and delete what is due": {
        "task": str(JobName.RUN_SCHEDULE),
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "periodic"},
    },
    "tidy": {
        "task": str(JobName.TIDY),
        "schedule": 3600.0,
        "options": {"expires": 3600, "queue": "periodic"},
    },
    **{
        # The same job through every queue, so that each row tells of a worker that serves it.
        f"heartbeat of {queue}": {
            "task": str(JobName.HEARTBEAT),
            "schedule": 10.0,
            "args": (queue,),
            "options": {"expires": 10, "queue": queue},
        }
        for queue in QUEUES
    },
    "start and release pulses": {
        "task": str(JobName.TEND_PULSES),
        "schedule": 300.0,
        "options": {"expires": 300, "queue": "periodic"},
    },
}
