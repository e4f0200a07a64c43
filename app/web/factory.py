"""The web application of one installation, with nothing open that is not declared open."""

from pathlib import Path
from types import TracebackType

from flask import Flask, request
from flask_wtf import CSRFProtect

from app.bootstrap import Bundle
from app.web import access, errors, hardening, language, limits
from app.web.account.views import make_blueprint as make_account
from app.web.bounces.views import make_blueprint as make_bounces
from app.web.console.views import make_blueprint as make_console
from app.web.conversations.views import make_blueprint as make_conversations
from app.web.outbox.views import make_blueprint as make_outbox
from app.web.pages.views import make_blueprint as make_pages
from app.web.pages.watching import make_blueprint as make_watching
from app.web.plans.views import make_blueprint as make_plans
from app.web.rating import no_reminders
from app.web.rating.views import make_blueprint as make_rating
from app.web.reports.files import make_blueprint as make_report_files
from app.web.reports.views import make_blueprint as make_reports

TEMPLATES = Path(__file__).parents[2] / "templates"
BLUEPRINTS = (
    make_pages,
    make_watching,
    make_account,
    make_rating,
    make_console,
    make_reports,
    make_plans,
    make_report_files,
    make_conversations,
    make_outbox,
    make_bounces,
)
WITHOUT_FORM_TOKEN = (no_reminders.POSTED, "bounces.note")
"""What programs post, who never saw a page of ours; each says in its own way who it is."""


class RondomFlask(Flask):
    """Flask, but its log names the route of a failed request: the address may hold a token."""

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
    ) -> None:
        """Log an exception without the address."""
        self.logger.error("exception in %s [%s]", request.endpoint, request.method, exc_info=exc_info)


def create_app(bundle: Bundle) -> Flask:
    """Return the application; raises UndeclaredAccessError for a route that declares no access."""
    app = RondomFlask("app.web", template_folder=str(TEMPLATES))
    app.config["SECRET_KEY"] = bundle.settings.secret_key
    app.extensions["rondom"] = bundle
    for make_blueprint in BLUEPRINTS:
        app.register_blueprint(make_blueprint(bundle))
    hardening.harden(app, bundle.settings)
    language.speak(app, bundle.tools.site)
    errors.explain(app)
    access.guard(app)
    forms = CSRFProtect(app)
    for endpoint in WITHOUT_FORM_TOKEN:
        forms.exempt(app.view_functions[endpoint])
    limits.limit(app, bundle.settings.broker_url)
    app.context_processor(
        lambda: {"actor": access.current_signed_in(), "is_trial_mode": bundle.settings.is_trial_mode}
    )
    return app
