"""What processes say to whoever collects their output: text for people, or one JSON object per line."""

import logging
import re
import sys
from collections.abc import Callable

import structlog
from structlog.typing import EventDict, WrappedLogger

STYLES = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
_SECRETS = (
    # Tokens of links: 256 bits in 43 characters, or longer.
    (re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}(?![A-Za-z0-9_-])"), "[token]"),
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), "[password]"),
    (re.compile(r"[^\s<>\"'(),;:/\[\]]+@[\w-]+(?:\.[\w-]+)+"), "[address]"),
)


def configure_logs(style: str, level: str) -> None:
    """Send everything from `level` up to standard error, in one of STYLES, without tokens or addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(style))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())


def without_secrets(words: str) -> str:
    """Return a line in which tokens, mail addresses and passwords in addresses are crossed out."""
    for pattern, instead in _SECRETS:
        words = pattern.sub(instead, words)
    return words


def _formatter(style: str) -> logging.Formatter:
    renderer: Callable[[WrappedLogger, str, EventDict], str | bytes] = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if style == "json" else _plain
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _crossed_out,
            renderer,
        ],
    )


def _crossed_out(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: without_secrets(str(value)) for name, value in event.items()}


def _plain(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    trace = f"\n{event['exception']}" if "exception" in event else ""
    return f"{event['at']} {event['level']} {event['logger']}: {event['event']}{trace}"
