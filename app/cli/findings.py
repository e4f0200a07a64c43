"""What the doctor says of one part of an installation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `mend` is empty where all is well."""

    part: str
    is_well: bool
    said: str
    mend: str = ""
