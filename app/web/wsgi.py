"""What a WSGI server loads: a factory without arguments, configured by the environment."""

from flask import Flask

from app.adapters.logs import configure_logs
from app.bootstrap import bootstrap
from app.settings import load_settings
from app.web.factory import create_app


def application() -> Flask:
    """Return the web application of this installation."""
    settings = load_settings()
    configure_logs(settings.log_style, settings.log_level)
    return create_app(bootstrap(settings))
