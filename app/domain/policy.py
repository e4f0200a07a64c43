"""The publication rule a round chooses before it starts."""

from dataclasses import dataclass

from app.domain.errors import InvalidError
from app.domain.text import text

CORE = "core"
CLASSIC = "classic"
POLICY_NAMES = (CORE, CLASSIC)

LOWEST_THRESHOLD = 3
HIGHEST_THRESHOLD = 10
DEFAULT_THRESHOLD = 4


@dataclass(frozen=True)
class Policy:
    """Name and threshold `k` of the publication rule, frozen at launch and copied into every publication.

    Raises:
        InvalidError: when the name is unknown or `k` is not a whole number from 3 to 10.
    """

    name: str = CORE
    k: int = DEFAULT_THRESHOLD

    def __post_init__(self) -> None:
        if self.name not in POLICY_NAMES:
            raise InvalidError(
                text("The publication rule must be “core” or “classic”, not “%(name)s”.", name=self.name)
            )
        if type(self.k) is not int or not LOWEST_THRESHOLD <= self.k <= HIGHEST_THRESHOLD:
            raise InvalidError(
                text(
                    "The smallest group that is shown must be a whole number from %(lowest)s to %(highest)s.",
                    lowest=LOWEST_THRESHOLD,
                    highest=HIGHEST_THRESHOLD,
                )
            )
