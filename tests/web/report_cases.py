"""Reports at the edges: nobody answered, everything is uncertain, names that no layout expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask, request

from app.domain.anonymity import Policy
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions
from app.domain.raters import RaterGroup
from app.web.access import declared_access, open_to_everyone
from framework.loader import load_framework
from framework.model import Framework
from tests.framework.frameworks import make_framework
from tests.web.report_pages import CORE_4, Ratings, publication_of, questionnaire_of, rendered

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnungsentwurf"
HEBREW = "שותפים ולקוחות"
COMBINING = "Re\u0301silience \u0301e\u0308\u0323motionnelle"
QUOTED = "\"Planning\" & <b>'order'</b>"
NAMES = (LONG, HEBREW, COMBINING, QUOTED)
SMALL = make_framework()
OWN = (RaterGroup("own-1", f'{LONG} & "partners"'), RaterGroup("own-2", HEBREW))


@dataclass(frozen=True)
class Case:
    """A report that is easily drawn badly."""

    answers: Mapping[str, Sequence[Ratings]]
    questionnaire: Questionnaire = field(default_factory=lambda: questionnaire_of(SMALL))
    policy: Policy = CORE_4
    name: str = "Anna"
    own_groups: tuple[RaterGroup, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, int] | None = None

    def page(self, app: Flask, language: str = "en") -> str:
        """Return the report's page."""
        return rendered(
            app,
            publication_of(
                self.answers,
                self.questionnaire,
                self.policy,
                own_groups=self.own_groups,
                comments=self.comments,
            ),
            self.questionnaire,
            language,
            name=self.name,
            labels={group.id: group.label for group in self.own_groups},
            targets=self.targets,
        )


def oddly_named() -> Framework:
    """Return a framework with names that are long, right to left, combining and quoted."""
    plain = make_framework({"thinking": ("analysing", "planning", "empathy", "networking")})
    (cluster,) = plain.clusters
    competencies = tuple(
        replace(each, name=name) for each, name in zip(cluster.competencies, NAMES, strict=True)
    )
    return replace(plain, clusters=(replace(cluster, name=LONG, competencies=competencies),))


def everybody(count: int, *levels: int) -> list[Ratings]:
    """Return raters who give the levels in turn, each the same to every question."""
    return [{"*": levels[number % len(levels)]} for number in range(count)]


MANY = {
    "self": everybody(1, 4),
    "manager": everybody(1, 2),
    "peer": everybody(6, 1, 2, 3, 4),
    "direct_report": everybody(5, 4),
}
CASES = {
    "only-self": Case({"self": everybody(1, 3)}),
    "only-manager": Case({"self": everybody(1, 3), "manager": everybody(1, 1)}),
    "nobody": Case({}),
    "nobody-could-judge": Case({"self": [{}], "manager": [{}], "peer": [{}] * 6}),
    "one": Case(MANY, questionnaire_of(SMALL, ["empathy"]), comments={"keep": "x" * 10_000}),
    "all": Case(
        {**MANY, "other": everybody(2, 1)},
        questionnaire_of(load_framework("nl")),
        comments={"keep": "Go on."},
        targets=dict.fromkeys(("analyseren", "empathie"), 3),
    ),
    "odd-names": Case(
        {**MANY, "own-1": everybody(4, 1), "own-2": everybody(4, 2, 3)},
        questionnaire_of(oddly_named()),
        name=f"{HEBREW} {LONG} {COMBINING} {QUOTED}",
        own_groups=OWN,
        comments={"keep": f"{HEBREW} {LONG}" * 100},
        targets={"analysing": 3, "planning": 2, "empathy": 4, "networking": 1},
    ),
    "by-indicator": Case(
        {"self": everybody(1, 5), "peer": everybody(6, 1, 3, 5)},
        questionnaire_of(SMALL, options=QuestionnaireOptions("indicator", (2, 3))),
    ),
    "classic": Case(MANY, policy=Policy("classic", 3)),
    "the-middle-one-of-three": Case(
        {"self": everybody(1, 4), "peer": everybody(3, 4), "direct_report": everybody(3, 1)},
        policy=Policy("core", 3),
        targets={"empathy": 2},
    ),
}


def serve_cases(app: Flask) -> None:
    """Serve every case as a page of the application, under its own headers."""

    @open_to_everyone
    def case(name: str) -> str:
        return CASES[name].page(app, request.args.get("lang", "en"))

    app.add_url_rule("/made-up/<name>", "made_up_case", case)
    app.extensions["rondom-access"] = declared_access(app)
