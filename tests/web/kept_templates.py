"""Templates compiled once for all applications of a test process: every test makes one of its own."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class KeptTemplates(BytecodeCache):
    """Keeps the bytecode of templates in memory; a template that changed is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept for it."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled for a bucket."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_KEPT = KeptTemplates()


def keeping_templates(app: Flask) -> Flask:
    """Let an application share its compiled templates with all others; returns it."""
    app.jinja_env.bytecode_cache = _KEPT
    return app
