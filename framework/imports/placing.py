"""Which definition belongs to which competency: the i-th of a cluster to the i-th name of the overview."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.imports.blocks import Block
from framework.imports.names import without_section
from framework.imports.outline import Outline, OutlineCluster, OutlineName
from framework.imports.problems import ImportProblem
from framework.messages import Message, at_line, said


@dataclass(frozen=True)
class PlacedBlock:
    """A definition with the name of its competency, as its own page writes it."""

    name: str
    block: Block


@dataclass(frozen=True)
class PlacedCluster:
    """A cluster with its definitions in order."""

    name: str
    blocks: tuple[PlacedBlock, ...]


class Placing:
    """Puts blocks in their places; `problems` says what contradicts the overview."""

    def __init__(self, outline: Outline) -> None:
        self.clusters: list[PlacedCluster] = []
        self.problems: list[ImportProblem] = []
        self.warnings: list[Message] = []
        self.inferred: list[Message] = []
        self._outline = outline
        self._names = [name for cluster in outline.clusters for name in cluster.names]

    def place(self, blocks: Sequence[Block]) -> None:
        """Place all blocks into `clusters`, in the order of their definitions."""
        if len(blocks) != len(self._names):
            self.problems.append(self._wrong_count(blocks))
            return
        order = self._best_order(blocks)
        if self._check_titles(order, blocks) and not self._is_whole():
            what = said("overview_in_pieces")
            proposal = said("one_overview")
            self.problems.append(ImportProblem(self._outline.clusters[0].line, what, proposal))
        if tuple(order) != self._outline.clusters:
            names = ", ".join(cluster.name for cluster in order)
            self.inferred.append(said("order_of_definitions", names=names))
        rest = list(blocks)
        for cluster in order:
            mine, rest = rest[: len(cluster.names)], rest[len(cluster.names) :]
            placed = tuple(
                self._placed(cluster, name, block) for name, block in zip(cluster.names, mine, strict=True)
            )
            self.clusters.append(PlacedCluster(cluster.name, placed))
        self._check_endings(order, blocks)

    def _wrong_count(self, blocks: Sequence[Block]) -> ImportProblem:
        proposal = said("add_on_either_side")
        if len(blocks) < len(self._names):
            titled = {title.name for block in blocks for title in block.titles}
            open_ = [name.name for place, name in enumerate(self._names) if place not in titled]
            proposal = said("add_definitions", names=", ".join(open_))
        if not blocks:
            what = said("wrong_count", names=len(self._names), definitions=0)
            return ImportProblem(self._names[0].line, what, proposal)
        line = blocks[-1].line.number
        what = said("wrong_count_until", names=len(self._names), definitions=len(blocks), line=line)
        return ImportProblem(line, what, proposal)

    def _best_order(self, blocks: Sequence[Block]) -> list[OutlineCluster]:
        clusters = list(self._outline.clusters)
        as_read = sorted(clusters, key=lambda cluster: not cluster.is_headed)
        by_tables = sorted(
            as_read, key=lambda cluster: (cluster.first_table is None, cluster.first_table or 0)
        )
        if self._is_whole():
            return clusters
        orders = [as_read, clusters, by_tables, self._by_titles(as_read, blocks)]
        return max(orders, key=lambda order: self._score(order, blocks))

    def _is_whole(self) -> bool:
        """Tell whether no part of the overview was displaced, so that its order is that of the clusters."""
        return all(cluster.is_headed for cluster in self._outline.clusters)

    def _by_titles(self, clusters: list[OutlineCluster], blocks: Sequence[Block]) -> list[OutlineCluster]:
        starts: dict[str, int] = {}
        for place, block in enumerate(blocks):
            for title in block.titles:
                for cluster in clusters:
                    inside = self._inside(cluster, title.name)
                    if inside is not None:
                        starts.setdefault(cluster.name, place - inside)
        known = sorted(
            (cluster for cluster in clusters if cluster.name in starts), key=lambda each: starts[each.name]
        )
        unknown = [cluster for cluster in clusters if cluster.name not in starts]
        order: list[OutlineCluster] = []
        place = 0
        for cluster in known:
            while unknown and place < starts[cluster.name]:
                place += len(unknown[0].names)
                order.append(unknown.pop(0))
            order.append(cluster)
            place += len(cluster.names)
        return [*order, *unknown]

    def _inside(self, cluster: OutlineCluster, name: int) -> int | None:
        if name >= len(self._names) or self._names[name] not in cluster.names:
            return None
        return cluster.names.index(self._names[name])

    def _expected(self, order: Sequence[OutlineCluster]) -> list[int]:
        return [self._names.index(name) for cluster in order for name in cluster.names]

    def _score(self, order: Sequence[OutlineCluster], blocks: Sequence[Block]) -> int:
        score = 0
        for expected, block in zip(self._expected(order), blocks, strict=True):
            found = self._titled(block)
            score += 1 if expected in found else -1 if found else 0
        return score

    def _titled(self, block: Block) -> set[int]:
        return {title.name for title in block.titles if title.name < len(self._names)}

    def _check_titles(self, order: Sequence[OutlineCluster], blocks: Sequence[Block]) -> bool:
        """Tell whether titles stand before definitions that are not theirs.

        Refuse titles that have changed places with each other; one that strayed alone is displaced.
        """
        expected = self._expected(order)
        titled = {
            place: min(found)
            for place, block in enumerate(blocks)
            if (found := self._titled(block)) and expected[place] not in found
        }
        place_of = {name: place for place, name in enumerate(expected)}
        for start, name in titled.items():
            seen = {start}
            place = place_of[name]
            while place in titled and place not in seen:
                seen.add(place)
                place = place_of[titled[place]]
            line, right = blocks[start].line.number, self._names[expected[start]].name
            if place == start:
                what = said("title_of_another", title=self._names[name].name, name=right)
                proposal = said("order_of_overview")
                self.problems.append(ImportProblem(line, what, proposal))
            else:
                self.warnings.append(
                    at_line(line, "title_displaced", title=self._names[name].name, name=right)
                )
        return bool(titled)

    def _placed(self, cluster: OutlineCluster, name: OutlineName, block: Block) -> PlacedBlock:
        place = self._names.index(name)
        title = next((title for title in reversed(block.titles) if title.name == place), None)
        line = block.line.number
        if title is None:
            number = cluster.names.index(name) + 1
            self.inferred.append(
                at_line(line, "untitled_definition", number=number, cluster=cluster.name, name=name.name)
            )
            return PlacedBlock(name.name, block)
        written = without_section(title.line.text)
        if written != name.name:
            self.inferred.append(
                at_line(
                    title.line.number, "name_of_page", written=written, name=name.name, overview=name.line
                )
            )
        return PlacedBlock(written, block)

    def _check_endings(self, order: Sequence[OutlineCluster], blocks: Sequence[Block]) -> None:
        """Refuse text between the title of the next competency and its definition: it belongs to neither."""
        expected = self._expected(order)
        for place, block in enumerate(blocks[:-1]):
            for level in block.levels[-1:]:
                for title, line in level.after_title:
                    if title.name == expected[place + 1]:
                        what = said("text_after_title", title=title.line.text)
                        proposal = said("move_before_title")
                        self.problems.append(ImportProblem(line.number, what, proposal))
