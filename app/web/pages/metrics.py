"""The figures of an installation in the text form of Prometheus."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from app.services.watching import Figures


class _Collected:
    """Hands figures that were read just now to the registry."""

    def __init__(self, figures: Figures, lengths: Mapping[str, int] | None) -> None:
        self._figures = figures
        self._lengths = lengths

    def collect(self) -> Iterator[Metric]:
        """Yield every figure."""
        yield _labelled(
            "rondom_outbox_messages", "Mails by state, without reminders.", "state", self._figures.outbox
        )
        yield GaugeMetricFamily(
            "rondom_oldest_due_mail_seconds",
            "For how long the oldest mail that could leave has been waiting, reminders left out.",
            self._figures.oldest_due_seconds,
        )
        codes = {str(code): count for code, count in self._figures.answers.items()}
        yield _labelled(
            "rondom_mail_server_answers",
            "Mails by the last answer of the server, without reminders.",
            "code",
            codes,
        )
        yield _labelled(
            "rondom_queue_served_seconds",
            "How long ago a worker served each queue.",
            "queue",
            self._figures.queue_ages,
        )
        yield GaugeMetricFamily(
            "rondom_broker_up", "Whether the broker answers.", int(self._lengths is not None)
        )
        yield _labelled("rondom_queue_length", "Jobs that wait at the broker.", "queue", self._lengths or {})


def metrics_text(figures: Figures, lengths: Mapping[str, int] | None) -> bytes:
    """Return the page; `lengths` are the waiting jobs by queue, None when the broker does not answer."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(figures, lengths))
    return generate_latest(registry)


def _labelled(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, figure in sorted(values.items()):
        family.add_metric([value], figure)
    return family
