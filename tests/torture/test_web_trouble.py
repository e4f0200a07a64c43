"""The web part under fire, small; `make torture` does it in full."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap import Bundle, bootstrap
from app.settings import load_settings
from tests.databases import copied, emptied
from tests.end_to_end.installation import own_environment
from tests.torture.large_rounds import a_large_round
from tests.torture.promises import broken
from tests.torture.raters_online import OnlineRater, raters_online
from tests.torture.web_server import WebServer, web_server
from tests.torture.web_trouble import raters_at_once, scanned, submits_at_once, submits_under_fire

PEOPLE, RATERS = 40, 3


@dataclass(frozen=True)
class Site:
    """A running web server with a round that collects answers."""

    bundle: Bundle
    server: WebServer
    raters: list[OnlineRater]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)])
def site(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Site]:
    if request.param == "sqlite":
        url = copied(migrated, tmp_path)
    else:
        url = emptied(request.getfixturevalue("postgres"))
    settings = {"RONDOM_DATABASE_URL": url}
    bundle = bootstrap(load_settings(own_environment(tmp_path / "instance", settings)))
    round_id = a_large_round(bundle.tools, PEOPLE, RATERS)
    with web_server(settings, tmp_path) as server:
        yield Site(bundle, server, raters_online(bundle.tools, round_id, server.port))
    bundle.database.engine.dispose()


def test_what_raters_do_at_once_is_stored_once_and_for_sure(site: Site) -> None:
    tools, server = site.bundle.tools, site.server
    first, *others = site.raters
    assert broken(scanned(tools, server, first, 100)) == []
    assert broken(submits_at_once(tools, first, 50)) == []
    saves, _ = raters_at_once(tools, others, pause=1.0, seconds=3.0)
    assert broken(saves) == []
    for rater in site.raters:
        rater.hang_up()
    assert broken(submits_under_fire(tools, server, others, 100, per_life=12)) == []
