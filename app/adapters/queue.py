"""The doorbell: names of jobs and ids go to the broker, never anything that would be missed."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import Celery
from kombu.entity import Queue

QUEUES = ("mail", "reports", "periodic")
"""Separate, so that a batch of reports cannot hold up a reminder."""

KEY_PREFIX = "rondom:"

ENOUGH_BELLS = 4
"""A bell finds everything that is due, so more would only make a queue of visits that find nothing."""

_PUBLISH_TIMEOUT = 1.0
_REST_AFTER_FAILURE = 5.0
_LOG = logging.getLogger(__name__)


def queue_of(job_name: str) -> str:
    """Return the queue a job goes to: the part before the dot, `periodic` for any other."""
    prefix = job_name.partition(".")[0]
    return prefix if prefix in QUEUES else "periodic"


def celery_settings(broker_url: str) -> dict[str, Any]:
    """Return what clients and workers of the broker have to agree on."""
    return {
        "broker_url": broker_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            # Longer than any job (see the time limits below), or a slow job would run twice at once.
            "visibility_timeout": 300,
            # Look for jobs of dead workers every 2 seconds; the default is every 100.
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 2,
            "socket_keepalive": True,
            "health_check_interval": 25,
            "global_keyprefix": KEY_PREFIX,
        },
        # A job is confirmed when it is done, so that it survives the death of its worker.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        # Results live in the database; a result backend would only leak.
        "result_backend": None,
        "task_ignore_result": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_time_limit": 120,
        "task_soft_time_limit": 90,
        "task_queues": tuple(_queue(name) for name in QUEUES),
        "task_default_queue": "periodic",
        "task_routes": (_route,),
        # Off, a busy worker stops consuming after the broker was restarted.
        "worker_enable_remote_control": True,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        # For a worker that is busy; an idle one ends at once, for no job here waits for a later hour.
        "worker_soft_shutdown_timeout": 30.0,
        "worker_enable_soft_shutdown_on_idle": False,
        "worker_max_tasks_per_child": 1000,
        "worker_hijack_root_logger": False,
        "timezone": "UTC",
        "enable_utc": True,
    }


class CeleryQueue:
    """Publishes names of jobs; a broker that is away costs a request at most about a second."""

    def __init__(self, broker_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._resting_until: float | None = None
        self._lock = threading.Lock()
        self._celery = Celery("rondom-bell", set_as_current=False)
        self._celery.conf.update(_publisher_settings(broker_url))

    def publish(self, job_name: str, *args: str) -> None:
        """Ring for a job; never raises, since the sweep finds whatever was not rung for."""
        if self._is_resting():
            return
        try:
            self._celery.send_task(
                str(job_name),
                args=args,
                ignore_result=True,
                retry=False,
            )
        except Exception as error:  # noqa: BLE001 - whatever the broker does, the request goes on
            # Neither the arguments nor the error's own words, which can hold the broker's password.
            _LOG.warning("could not ring for %s: %s", str(job_name), type(error).__name__)
            with self._lock:
                self._resting_until = self._clock() + _REST_AFTER_FAILURE

    def is_crowded(self, job_name: str) -> bool:
        """Tell whether enough bells wait already; False when the broker does not answer."""
        if self._is_resting():
            return False
        try:
            with self._celery.connection_for_write() as connection, connection.channel() as channel:
                waiting: int = channel._size(queue_of(job_name))  # noqa: SLF001 - kombu counts nowhere else
        except Exception as error:  # noqa: BLE001 - then it is rung, and that finds the broker away
            _LOG.warning("could not count the bells: %s", type(error).__name__)
            return False
        return waiting >= ENOUGH_BELLS

    def _is_resting(self) -> bool:
        # Without the rest, a page that rings ten times would wait ten seconds for a broker that is away.
        with self._lock:
            return self._resting_until is not None and self._clock() < self._resting_until


class NoQueue:
    """Where there is no broker at all: the sweep alone finds what is due."""

    def publish(self, job_name: str, *args: str) -> None:
        """Do nothing."""

    def is_crowded(self, job_name: str) -> bool:  # noqa: ARG002 - whatever the job, there is no bell
        """Return False: no bell ever waits."""
        return False


def _queue(name: str) -> Queue:
    return Queue(name, routing_key=name)  # type: ignore[no-untyped-call]


def _route(name: str, *_: object, **__: object) -> dict[str, str]:
    return {"queue": queue_of(name)}


def _publisher_settings(broker_url: str) -> dict[str, Any]:
    settings = celery_settings(broker_url)
    options = settings["broker_transport_options"] | {
        "socket_timeout": _PUBLISH_TIMEOUT,
        "socket_connect_timeout": _PUBLISH_TIMEOUT,
        "connect_retries_timeout": _PUBLISH_TIMEOUT,
        "max_retries": 0,
        "retry_on_timeout": False,
    }
    return settings | {
        "broker_transport_options": options,
        "broker_connection_timeout": _PUBLISH_TIMEOUT,
        "task_publish_retry": False,
    }
