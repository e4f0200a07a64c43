"""Scenes for the console's second half: rounds in each state, and what the pages say."""

import re
from dataclasses import dataclass

from bs4 import Tag

from app.bootstrap import Bundle
from app.services.sealing import begin_close, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.raters import RaterLine, rater_lines
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, a_rater, a_round, everybody_answers


@dataclass(frozen=True)
class Scene:
    """A round with its first participant."""

    round_id: str
    participant_id: str
    participant_name: str

    def at(self, path: str) -> str:
        """Return an address under the round."""
        return f"/console/rounds/{self.round_id}/{path}"

    def of_participant(self, path: str = "") -> str:
        """Return an address under the participant."""
        return self.at(f"participants/{self.participant_id}{path}")


def a_draft(bundle: Bundle, participants: int = 1, peers: int = 2) -> Scene:
    """Return a draft with peers for everybody."""
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, participants)
        for participant, _ in participants_with_persons(work.session, round_.id):
            for _ in range(peers):
                a_rater(work, round_, participant)
    return scene_of(bundle, round_.id)


def a_running_round(bundle: Bundle, peers: int = 5, direct_reports: int = 4) -> Scene:
    """Return a collecting round of one participant."""
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_launched_round(work, 1, peers=peers, direct_reports=direct_reports).id
    return scene_of(bundle, round_id)


def a_closing_round(bundle: Bundle) -> Scene:
    """Return a round that everybody answered and that is closing."""
    scene = a_running_round(bundle)
    everybody_answers(bundle.tools, scene.round_id)
    with open_work(bundle.tools, SYSTEM) as work:
        begin_close(work, scene.round_id)
    return scene


def a_sealed_round(bundle: Bundle) -> Scene:
    """Return a round that is closed and sealed."""
    scene = a_closing_round(bundle)
    seal_round(bundle.tools, scene.round_id)
    return scene


def scene_of(bundle: Bundle, round_id: str) -> Scene:
    """Return the scene of a round."""
    with open_reading(bundle.tools, SYSTEM) as work:
        participant, person = participants_with_persons(work.session, round_id)[0]
        return Scene(round_id, participant.id, person.name)


def lines_of(bundle: Bundle, round_id: str) -> list[RaterLine]:
    """Return who rates whom."""
    with open_reading(bundle.tools, SYSTEM) as work:
        return rater_lines(work.session, round_id)


def words(page: Tag) -> str:
    """Return what a page, or a part of it, says, on one line."""
    return re.sub(r"\s+", " ", page.get_text(" ", strip=True))
