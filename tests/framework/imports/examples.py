"""Two made-up dictionaries in the words of several languages, small enough to be written out."""

from tests.framework.imports.dictionaries import Dictionary


def small(cluster: str = "Vakwerk", *others: str) -> Dictionary:
    """Return a dictionary of one cluster with three competencies, and of one with two for each other."""
    clusters: list[tuple[str, tuple[str, ...]]] = [
        (cluster, ("Broodbakken", "Kruiden kweken", "Servies dragen"))
    ]
    clusters += [(each, (f"{each} leiden", f"{each} volgen")) for each in others]
    names = [name for _, own in clusters for name in own]
    return Dictionary(
        tuple(clusters),
        {name: f"De kunst van {name.lower()} voor gasten die er nog niet eerder waren." for name in names},
        {
            name: tuple(
                (
                    f"Trede {level} is bereikt.",
                    f"Doet aan {name.lower()} op trede {level}. Blijft daarbij rustig.",
                )
                for level in (1, 2, 3, 4)
            )
            for name in names
        },
    )
