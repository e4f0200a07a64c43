"""The competency framework: clusters of competencies, each with four levels of observable indicators."""

from dataclasses import dataclass

LEVELS = (1, 2, 3, 4)


class UnknownCompetencyError(LookupError):
    """A competency was asked for that the framework does not have."""

    def __init__(self, competency_id: str) -> None:
        super().__init__(f"unknown competency {competency_id!r}")
        self.competency_id = competency_id


@dataclass(frozen=True)
class Indicator:
    """One observable behaviour, worded about somebody else (`text`) and about oneself (`self_text`)."""

    id: str
    text: str
    self_text: str


@dataclass(frozen=True)
class Level:
    """A step of a competency, 1 to 4, made of indicators."""

    level: int
    title: str
    description: str | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Competency:
    """What a person can do more or less well, on four levels."""

    id: str
    name: str
    definition: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Cluster:
    """Competencies that belong together."""

    id: str
    name: str
    competencies: tuple[Competency, ...]


@dataclass(frozen=True)
class Framework:
    """One revision of a framework in one language."""

    id: str
    revision: int
    language: str
    name: str
    clusters: tuple[Cluster, ...]

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """All competencies, in the order of the framework."""
        return tuple(competency for cluster in self.clusters for competency in cluster.competencies)

    def competency(self, competency_id: str) -> Competency:
        """Return one competency.

        Raises:
            UnknownCompetencyError: The framework has no competency with this id.
        """
        for competency in self.competencies:
            if competency.id == competency_id:
                return competency
        raise UnknownCompetencyError(competency_id)

    def to_json(self) -> dict[str, object]:
        """Return the framework as JSON values: ids, names and texts, without the framework's own name."""
        return {
            "id": self.id,
            "revision": self.revision,
            "language": self.language,
            "clusters": [_cluster_json(cluster) for cluster in self.clusters],
        }


def indicator_id(competency_id: str, level: int, number: int) -> str:
    """Return the id of the `number`-th indicator (from 1) of a level."""
    return f"{competency_id}-{level}-{number}"


def _cluster_json(cluster: Cluster) -> dict[str, object]:
    return {
        "id": cluster.id,
        "name": cluster.name,
        "competencies": [_competency_json(competency) for competency in cluster.competencies],
    }


def _competency_json(competency: Competency) -> dict[str, object]:
    return {
        "id": competency.id,
        "name": competency.name,
        "definition": competency.definition,
        "levels": [_level_json(level) for level in competency.levels],
    }


def _level_json(level: Level) -> dict[str, object]:
    return {
        "level": level.level,
        "title": level.title,
        "description": level.description,
        "indicators": [
            {"id": indicator.id, "text": indicator.text, "self_text": indicator.self_text}
            for indicator in level.indicators
        ],
    }
