"""Names of files to take away, made from words that people wrote."""

import re
import unicodedata

LONGEST = 120
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


def file_name(*words: str, ending: str) -> str:
    """Return "Spring - Anna Vos.pdf": one line, no character that a system refuses, not too long."""
    parts = []
    for word in words:
        # Controls and marks of direction could make a name look like another one.
        shown = "".join(letter for letter in word if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})
        fitting = _UNFIT.sub(" ", shown).strip(" .")
        if fitting:
            parts.append(fitting)
    return f"{' - '.join(parts)[:LONGEST].strip(' .') or 'report'}.{ending}"
