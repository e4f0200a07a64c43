"""A round that a state machine plays, with the model that knows what was sent in."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import select

from app.bootstrap import bootstrap
from app.services.work import SYSTEM, Work, open_work
from app.settings import load_settings
from app.storage.publications import PublicationRow
from app.storage.raters import rater_lines
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, a_person, a_rater, rater_tokens
from tests.disclosure.by_the_book import Cells, cells_by_the_book
from tests.fakes import FakeQueue, FixedClock

QUESTIONS = ("analyseren", "empathie")
K = 3


class PlayedRound(RuleBasedStateMachine):
    """A round on a real installation, and beside it what is known to have been sent in."""

    template: Path

    @initialize(policy=st.sampled_from(["core", "classic"]))
    def launch(self, policy: str) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "rondom.sqlite")
        made = bootstrap(load_settings({"RONDOM_INSTANCE": str(self.folder)}))
        self.clock = FixedClock()
        self.tools = replace(made.tools, clock=self.clock, queue=FakeQueue())
        self.policy = policy
        with open_work(self.tools, SYSTEM) as work:
            round_ = a_launched_round(work, 2, peers=3, direct_reports=2, policy_name=policy, k=K)
            self.round_id = round_.id
            both = a_person(work)
            for participant, _ in participants_with_persons(work.session, round_.id):
                a_rater(work, round_, participant, "peer", both)
            tokens = rater_tokens(work, round_.id)
            # In the order of the addresses: ids are random, and every replay has to choose the same rater.
            lines = sorted(
                rater_lines(work.session, round_.id),
                key=lambda line: (line.participant_person.email or "", line.rater.email or ""),
            )
            self.raters = {line.assignment.id: line.rater.id for line in lines}
            self.duties = {
                line.assignment.id: (tokens[line.rater.id], line.participant.id, line.assignment.rater_group)
                for line in lines
            }
        self.states = dict.fromkeys(self.duties, "open")
        self.begun: set[str] = set()
        self.sent: dict[str, dict[str, str]] = {}
        self.out_of_reach: set[str] = set()
        self.is_closed = False
        self.documents: dict[str, str] = {}
        self.figures: str | None = None
        self.team_report: str | None = None

    def teardown(self) -> None:
        if hasattr(self, "tools"):
            self.tools.database.engine.dispose()
            shutil.rmtree(self.folder)

    def one(self, place: int) -> tuple[str, str]:
        """Return (assignment id, token) of one of the duties that are left."""
        assignment_id = list(self.duties)[place % len(self.duties)]
        return assignment_id, self.duties[assignment_id][0]

    def all_documents(self, work: Work) -> dict[str, str]:
        return {row.participant_id: row.document for row in work.session.scalars(select(PublicationRow))}

    def expected(self) -> dict[str, Cells]:
        participants = {participant for _, participant, _ in self.duties.values()} | set(self.documents)
        return {
            participant: cells_by_the_book(
                [
                    (group, {question: int(level) for question, level in levels.items() if level.isdigit()})
                    for id_, levels in self.sent.items()
                    for _, about, group in [self.duties[id_]]
                    if about == participant
                ],
                QUESTIONS,
                self.policy,
                K,
            )
            for participant in participants
        }
