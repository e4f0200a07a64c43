"""Sixty made-up people and what they might say; no real person is meant."""

import random

_FIRST = (
    *("Anke", "Bram", "Céline", "Dirk", "Elif", "Fabien", "Greet", "Hassan", "Ilse", "Joris"),
    *("Karima", "Lotte", "Mathieu", "Nele", "Omar", "Pauline", "Quinten", "Rania", "Stijn", "Tine"),
    *("Ulrike", "Vincent", "Wout", "Xandra", "Yasmine", "Zeno", "Amber", "Bilal", "Chloé", "Daan"),
)
_LAST = (
    *("Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters"),
    *("De Smet", "Dubois", "Lambert", "Dupont", "Martin", "El Amrani", "Yılmaz", "Hermans", "Aerts"),
)
DEPARTMENTS = ("Klantendienst", "Techniek", "Financiën", "Logistiek", "Verkoop")

STRENGTHS = (
    "Neemt rustig de tijd om een vraag helemaal te begrijpen.",
    "Komt afspraken na, ook als het druk is.",
    "Brengt mensen van verschillende afdelingen samen.",
    "Legt moeilijke zaken helder uit.",
    "Vraagt door wanneer iets niet klopt.",
    "Prend le temps d'écouter avant de répondre.",
)
IMPROVEMENTS = (
    "Mag sneller knopen doorhakken.",
    "Zou meer kunnen delegeren.",
    "Laat in vergaderingen soms weinig ruimte voor anderen.",
    "Mag vroeger laten weten dat iets niet lukt.",
    "Could share plans earlier with the other teams.",
)


def people_rows(chance: random.Random) -> list[dict[str, str]]:
    """Return 60 rows of a people file: one director, five team leads, and their teams."""
    names = _names(chance)
    rows: list[dict[str, str]] = []
    leads: dict[str, str] = {}
    for place, name in enumerate(names):
        email = _address(name)
        if place == 0:
            manager, department, role = "", "Directie", "Directeur"
            director = email
        elif place <= len(DEPARTMENTS):
            department = DEPARTMENTS[place - 1]
            manager, role = director, "Teamlead"
            leads[department] = email
        else:
            department = DEPARTMENTS[place % len(DEPARTMENTS)]
            manager, role = leads[department], "Medewerker"
        rows.append(
            {
                "email": email,
                "name": name,
                "language": ("nl", "nl", "nl", "fr", "en")[place % 5],
                "manager_email": manager,
                "department": department,
                "role": role,
            }
        )
    return rows


def _names(chance: random.Random) -> list[str]:
    pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
    return chance.sample(pairs, 60)


def _address(name: str) -> str:
    plain = name.lower().translate(str.maketrans("éèëıİ ", "eeeii."))
    return f"{plain}@example.org"
