"""How pages of the console grow with the round: the same pages for more and more participants."""

from app.web.cookies import SIGN_IN
from app.web.factory import create_app
from tests.bench.figures import Figure, cost, milliseconds
from tests.bench.installations import fresh
from tests.builders import an_administrator
from tests.torture.large_rounds import a_large_round

TITLE = "Growth"
RATERS_EACH = 10


def figures(*, is_full: bool) -> list[Figure]:
    """Return the time of a page by the size of its round, beside a fifth or a tenth as many."""
    found = []
    before: dict[str, tuple[float, int]] = {}
    for people in (100, 1_000, 10_000) if is_full else (50, 250):
        with fresh("SQLite") as made:
            round_id = a_large_round(made.bundle.tools, people, RATERS_EACH)
            browser = create_app(made.bundle).test_client()
            browser.set_cookie(SIGN_IN, an_administrator(made.bundle.tools))
            for name in ("progress", "raters"):
                path = f"/console/rounds/{round_id}/{name}"
                if browser.get(path).status_code != 200:
                    raise RuntimeError(f"{path} does not open")
                taken = milliseconds(lambda path=path, browser=browser: browser.get(path), 3)  # type: ignore[misc]
                words = f"page “{name}” of {people:,} participants"
                if name in before:
                    earlier, count = before[name]
                    against = f"that of {count} ({people // count} x the people)"
                    found.append(cost(words, taken, "ms", earlier, against))
                else:
                    found.append(Figure(words, taken, "ms"))
                before[name] = (taken, people)
    return found
