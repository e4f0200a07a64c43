"""A dictionary of our own making in the shape of a client's document, and frameworks made from it."""

from app.services.framework_imports import FrameworkImport, ImportChoices, read_document, store_import
from app.services.work import Work
from app.storage.framework_revisions import FrameworkRevision

NAMES = ("Broodbakken", "Kruiden kweken", "Servies dragen")


def a_document() -> str:
    """Return the text of a dictionary with one cluster of three competencies, none with indicators."""
    table = "Cluster Competentie\n\nVakwerk Broodbakken\n\n Kruiden kweken\n\n Servies dragen\n\n"
    parts = ["Overzicht competenties\n\n", table]
    for name in NAMES:
        parts.append(f"{table}{name}\n\nDefinitie: De kunst van {name.lower()} voor elke gast.\n\n")
        for level in (1, 2, 3, 4):
            parts.append(f"{level}. Trede {level} is bereikt.\n\n")
            parts.append(f"Doet aan {name.lower()} op trede {level}. Blijft daarbij rustig.\n\n")
    return "".join(parts)


def an_import(framework_id: str = "keuken", name: str = "Keuken") -> FrameworkImport:
    """Return the framework of that document, read and not stored."""
    return read_document(a_document().encode(), ImportChoices("keuken.txt", framework_id, name))


def an_own_framework(work: Work, framework_id: str = "keuken") -> FrameworkRevision:
    """Return that framework, stored and published."""
    return store_import(work, an_import(framework_id))
