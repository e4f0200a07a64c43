"""Benchmarks, as ratios to their limits or to a reference measured in the same run: `make bench`.

`--full` takes the sizes that limits were promised for; names (rules, launch, ...) run only these.
"""

import sys
from types import ModuleType

from tests.bench import growth, launching, mailing, pdf, rating, reading, rules, sealing
from tests.bench.figures import print_table

MODULES: dict[str, ModuleType] = {
    "rules": rules,
    "rating": rating,
    "mails": mailing,
    "launch": launching,
    "seal": sealing,
    "reports": reading,
    "pdf": pdf,
    "growth": growth,
}


def main(words: list[str]) -> int:
    """Print the tables; returns 1 when a promised limit was missed."""
    is_full = "--full" in words
    names = [word for word in words if word != "--full"]
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        print(f"there is no {unknown[0]}; there are {', '.join(MODULES)}")
        return 2
    missed = sum(
        print_table(MODULES[name].TITLE, MODULES[name].figures(is_full=is_full)) for name in names or MODULES
    )
    print(f"\n{missed} limits missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
