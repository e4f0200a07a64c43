"""One button, one act: do it, and say on the next page what became of it."""

from collections.abc import Callable

from flask import flash

from app.domain.errors import InvalidError, RefusedError
from app.domain.text import Text
from app.services.ports import Tools
from app.services.work import Work, open_work
from app.web.access import current_account
from app.web.language import translated


def act(tools: Tools, use_case: Callable[[Work], Text | None]) -> bool:
    """Run a use case as whoever is signed in; flashes the message it returns, or why it was refused."""
    try:
        with open_work(tools, current_account().actor) as work:
            message = use_case(work)
    except InvalidError as error:
        flash(" ".join(translated(each) for each in (error.message, *error.problems)), "error")
        return False
    except RefusedError as error:
        flash(translated(error.message), "error")
        return False
    if message is not None:
        flash(translated(message), "success")
    return True
