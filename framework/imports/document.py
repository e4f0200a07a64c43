"""Imports a client's own competency dictionary, verbatim, from the plain text of a document."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.imports.blocks import Block, BlockReader, RawLevel
from framework.imports.items import BodyReader
from framework.imports.joining import LineJoiner
from framework.imports.lines import Line, read_lines
from framework.imports.markers import Markers, markers_for
from framework.imports.outline import read_outline
from framework.imports.placing import PlacedBlock, PlacedCluster, Placing
from framework.imports.problems import ImportProblem, ImportRefusedError
from framework.imports.shapes import line_width, shape
from framework.imports.sides import trim_page
from framework.imports.slugs import Slugs
from framework.messages import Message, said
from framework.model import Cluster, Competency, Framework, Level


@dataclass(frozen=True)
class DocumentImport:
    """An imported framework, what was inferred to read it, and what its owner should look at."""

    framework: Framework
    inferred: tuple[Message, ...]
    warnings: tuple[Message, ...]


def import_document(
    text: str,
    *,
    id: str,  # noqa: A002 - the same name as the framework's own field
    language: str = "nl",
    revision: int = 1,
    name: str = "",
    markers: Markers | None = None,
) -> DocumentImport:
    """Return the framework of a document: names, definitions, titles and texts of levels, word for word.

    The text of a level becomes its description; it has no indicators, so raters choose a level. Without
    a name the framework is called by its id. `markers` default to those of the language.

    Raises:
        ImportRefusedError: Something cannot be placed; nothing is imported, and every problem names its line.
    """
    own = markers or markers_for(language)
    lines = read_lines(text)
    _check_definitions(lines, own)
    outline = read_outline(lines, own)
    names = [cluster.name for cluster in outline.clusters]
    names += [each.name for cluster in outline.clusters for each in cluster.names]
    trimmed = trim_page(_body(lines, own), names, own)
    body = BodyReader(trimmed.lines, outline, own)
    body.read()
    reader = BlockReader(own, line_width(trimmed.lines))
    reader.read(body.items)
    placing = Placing(outline)
    placing.place(reader.blocks)
    problems = [
        *trimmed.problems,
        *body.problems,
        *reader.problems,
        *placing.problems,
        *_incomplete_texts(reader.blocks),
    ]
    if problems:
        raise ImportRefusedError(problems)
    builder = _Builder(LineJoiner([item.line for item in body.items], own))
    framework = Framework(
        id,
        revision,
        language,
        name or id.replace("-", " ").capitalize(),
        tuple(builder.cluster(cluster) for cluster in placing.clusters),
    )
    parts = (outline, trimmed, body, reader, placing, builder.joiner)
    return DocumentImport(
        framework,
        tuple(each for part in parts for each in part.inferred),
        (*outline.warnings, *reader.warnings, *placing.warnings),
    )


class _Builder:
    def __init__(self, joiner: LineJoiner) -> None:
        self.joiner = joiner
        self._cluster_ids = Slugs("cluster")
        self._competency_ids = Slugs("competency")

    def cluster(self, placed: PlacedCluster) -> Cluster:
        return Cluster(
            self._cluster_ids.make(placed.name),
            placed.name,
            tuple(self._competency(each) for each in placed.blocks),
        )

    def _competency(self, placed: PlacedBlock) -> Competency:
        return Competency(
            self._competency_ids.make(placed.name),
            placed.name,
            self.joiner.join(placed.block.definition),
            tuple(self._level(level) for level in placed.block.levels),
        )

    def _level(self, level: RawLevel) -> Level:
        return Level(level.number, self.joiner.join(level.title), self.joiner.join(level.text) or None, ())


def _check_definitions(lines: Sequence[Line], markers: Markers) -> None:
    if not any(shape(line, markers) == "definition" for line in lines):
        what = said("no_definition", marker=markers.definition[0])
        proposal = said("mark_definitions")
        raise ImportRefusedError((ImportProblem(lines[0].number, what, proposal),))


def _body(lines: Sequence[Line], markers: Markers) -> list[Line]:
    """Return the lines from the last table before the first definition on, or from the definition itself."""
    first = next(place for place, line in enumerate(lines) if shape(line, markers) == "definition")
    heads = [place for place in range(first) if shape(lines[place], markers) == "table"]
    return list(lines[heads[-1] if heads else first :])


def _incomplete_texts(blocks: Sequence[Block]) -> list[ImportProblem]:
    levels = [level for block in blocks for level in block.levels]
    texts = [level.text for level in levels]
    if not any(texts):
        # A dictionary whose levels are one sentence each.
        return []
    problems = [
        ImportProblem(level.line.number, said("level_without_text"), said("write_it"))
        for level in levels
        if not level.text
    ]
    last = texts[-1]
    if last and not last[-1].is_finished and all(lines[-1].is_finished for lines in texts[:-1] if lines):
        what = said("ends_in_sentence")
        problems.append(ImportProblem(last[-1].number, what, said("whole_document")))
    return problems
