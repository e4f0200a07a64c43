"""What happens by the clock; everything here may run twice at once without harm."""

from app.services.ports import JobName

SCHEDULE: dict[str, dict[str, object]] = {
    "sweep the outbox": {
        "task": str(JobName.SWEEP_MAIL),
        "schedule": 10.0,
        "options": {"expires": 10, "queue": "periodic"},
    },
    "close what is due": {
        "task": str(JobName.CLOSE_DUE),
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "periodic"},
    },
    "tidy": {
        "task": str(JobName.TIDY),
        "schedule": 3600.0,
        "options": {"expires": 3600, "queue": "periodic"},
    },
}
