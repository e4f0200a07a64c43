"""Raters' pages of the whole framework on one page: open, save, send in, at 1, 8 and 32 connections.

The peer is LimeSurvey 6.14 on two cores, with its cache, on the same work at 8 connections: a page of 29
radio questions opened 11.2 times, and a full response sent in 8.2 times a second.
"""

from collections.abc import Sequence

from app.services.ports import Tools
from framework.loader import load_framework
from tests.bench.figures import Figure, rate
from tests.bench.hammer import per_second, prepared
from tests.bench.installations import Fresh, fresh, kinds
from tests.builders import answers_for
from tests.torture.large_rounds import a_large_round
from tests.torture.raters_online import OnlineRater, raters_online
from tests.torture.web_server import web_server
from tests.torture.web_trouble import questionnaire_of

TITLE = "Rating"
PEER_OPENS, PEER_SENDS = 11.2, 8.2
OPENS_PROMISED, SENDS_PROMISED = 50, 20
CONNECTIONS = (1, 8, 32)
AT_PEER = 8
PEOPLE, RATERS_EACH = 40, 10


def figures(*, is_full: bool) -> list[Figure]:
    """Return pages, saves and submits a second."""
    seconds = 10.0 if is_full else 1.5
    found = []
    for kind in kinds():
        with fresh(kind) as made:
            found += _on(made, seconds)
    return found


def _on(made: Fresh, seconds: float) -> list[Figure]:
    tools = made.bundle.tools
    everything = [competency.id for competency in load_framework("nl").competencies]
    round_id = a_large_round(tools, PEOPLE, RATERS_EACH, everything)
    settings = {name: value for name, value in made.environment.items() if name.startswith("RONDOM_")}
    found = []
    with web_server(settings, made.folder) as server:
        raters = raters_online(tools, round_id, server.port)[:32]
        for rater in raters:
            rater.start()
            rater.ask("GET", rater.at(rater.assignments[0]))
            rater.hang_up()
        opens, saves, sends = _requests(tools, raters)
        for count in CONNECTIONS:
            where = f"{count} connections, {made.kind}"
            most = (OPENS_PROMISED, SENDS_PROMISED) if count == AT_PEER else (None, None)
            opened = per_second(server.port, opens, count, seconds, 200)
            saved = per_second(server.port, saves, count, seconds, 200)
            sent = per_second(server.port, sends, count, seconds, 303)
            # A full response is the page opened once and sent in once.
            responses = 1 / (1 / opened + 1 / sent)
            found += [
                rate(f"pages opened, {where}", opened, "/s", PEER_OPENS, "peer", most[0]),
                Figure(f"  saves, {where}", saved, "/s"),
                Figure(f"  forms sent in, {where}", sent, "/s"),
                rate("  opened and sent in", responses, "/s", PEER_SENDS, "peer", most[1]),
            ]
    return found


def _requests(tools: Tools, raters: Sequence[OnlineRater]) -> tuple[list[bytes], list[bytes], list[bytes]]:
    questionnaire = questionnaire_of(tools, raters[0])
    opens, saves, sends = [], [], []
    for rater in raters:
        first, second = rater.assignments[0], rater.assignments[-1]
        opens.append(prepared(rater, "GET", rater.at(first)))
        for level in (2, 3):
            fields = answers_for(questionnaire, level, "Listens well.")
            saves.append(prepared(rater, "POST", rater.at(first, "autosave"), {"page": "all", **fields}))
            sends.append(prepared(rater, "POST", rater.at(second), {"action": "submit", **fields}))
    return opens, saves, sends
