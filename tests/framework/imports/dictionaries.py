"""Made-up dictionaries: what a document says, before it becomes a document."""

from dataclasses import dataclass

from hypothesis import strategies as st

from framework.imports.slugs import Slugs
from framework.model import LEVELS, Cluster, Competency, Framework, Level
from tests.framework.imports.wrapping import BREAKABLE, COMPOUNDS

CLUSTERS = ("Vakwerk", "Zorg voor gasten", "Hand en hoofd", "Tuin & terras", "Ritme", "Samen op pad")
COMPETENCIES = (
    "Broodbakken",
    "Kruiden kweken",
    "Servies dragen",
    "Gasten ontvangen",
    "Wijn schenken",
    "Messen slijpen",
    "Voorraad bijhouden",
    "Zwijgen",
    "Tafels dekken in stijl",
    "Vuur stoken",
    "Überkoken",
    "Rekeningen opmaken",
    "Improvisatie",
    "Luisterbereidheid",
    "Zuinigheid",
    "Ochtendhumeur beheersen",
)
_VOCABULARY = (
    "de", "gast", "keuken", "snel", "ziet", "tafel", "pro’s", "a.d.h.v.", "bv.", "(meestal)", "zelf/samen",
    "‘vers’", '"klaar"', "niet-nat", "één", "maître", "seizoenen,", "kaart;", "gerecht...", "bestelling",
    *COMPOUNDS, *BREAKABLE,
)  # fmt: skip


@dataclass(frozen=True)
class Dictionary:
    """Clusters with the names of their competencies, and for each a definition and four (title, text)."""

    clusters: tuple[tuple[str, tuple[str, ...]], ...]
    definitions: dict[str, str]
    levels: dict[str, tuple[tuple[str, str], ...]]

    def framework(self, its_id: str = "own", language: str = "nl") -> Framework:
        """Return what an import should make of it."""
        cluster_ids, competency_ids = Slugs("cluster"), Slugs("competency")
        clusters = tuple(
            Cluster(
                cluster_ids.make(cluster),
                cluster,
                tuple(
                    Competency(competency_ids.make(name), name, self.definitions[name], self._levels(name))
                    for name in names
                ),
            )
            for cluster, names in self.clusters
        )
        return Framework(its_id, 1, language, its_id.capitalize(), clusters)

    def _levels(self, name: str) -> tuple[Level, ...]:
        texts = zip(LEVELS, self.levels[name], strict=True)
        return tuple(Level(level, title, text, ()) for level, (title, text) in texts)


def _capital(words: list[str]) -> str:
    return f"Ook {' '.join(words)}"


sentences = st.lists(st.sampled_from(_VOCABULARY), min_size=3, max_size=16).map(_capital)
suspended = st.just("Denkt op korte- of lange termijn")
running_texts = st.lists(sentences | suspended, min_size=1, max_size=3).map(
    lambda each: ". ".join(each) + "."
)
titles = st.lists(st.sampled_from(_VOCABULARY[:9]), min_size=1, max_size=5).map(
    lambda words: "Doet " + " ".join(words)
)


@st.composite
def dictionaries(draw: st.DrawFn, fewest: int = 1) -> Dictionary:
    """Return a dictionary whose clusters have at least `fewest` competencies."""
    names = iter(draw(st.permutations(COMPETENCIES)))
    clusters: list[tuple[str, tuple[str, ...]]] = []
    for cluster in draw(st.permutations(CLUSTERS))[: draw(st.integers(1, 4))]:
        # Without a second row in any cluster, nothing tells that rows are not indented.
        count = draw(st.integers(fewest if clusters else 2, 4))
        clusters.append((cluster, tuple(next(names) for _ in range(count))))
    all_names = [name for _, own in clusters for name in own]
    definitions = {name: draw(running_texts) for name in all_names}
    every_word = " ".join((*COMPOUNDS, *BREAKABLE))
    definitions[all_names[0]] = f"Kent {every_word}. {definitions[all_names[0]]}"
    stop = draw(st.sampled_from(("", ".")))
    levels = {name: tuple((draw(titles) + stop, draw(running_texts)) for _ in LEVELS) for name in all_names}
    return Dictionary(tuple(clusters), definitions, levels)
