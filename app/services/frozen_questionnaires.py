"""The questionnaires of running rounds, read once: after the launch they never change."""

from app.domain.questionnaire import Questionnaire
from app.services.frameworks import frozen_questionnaire
from app.storage.rounds import Round

MOST = 48


class QuestionnaireShelf:
    """Keeps the questionnaires that were asked for last, by round and language."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[tuple[str, str], Questionnaire] = {}

    def questionnaire(self, round_: Round, language: str) -> Questionnaire:
        """Return a launched round's questionnaire in the language, or in the first one there is."""
        key = (round_.id, language)
        found = self._kept.pop(key, None) or frozen_questionnaire(round_, language)
        self._kept[key] = found
        if len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)
        return found


SHELF = QuestionnaireShelf()
"""One for the whole process; round ids are random, so installations cannot mix."""
