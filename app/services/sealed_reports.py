"""Publications as they are to be read: what was sealed, with what HR and a coach may do above it.

HR may choose the stricter rule for a whole round, a coach may take words out of comments; both are applied
here and nowhere else, so that pages, files and exports show the same.
"""

import hashlib
import json
from collections.abc import Collection

from app.domain.anonymity import under_core
from app.domain.comment_layer import with_changes
from app.domain.publication import Publication, publication_from_json
from app.services.work import Work
from app.storage.comment_changes import changes_of
from app.storage.publications import PublicationRow, digests_of, publications_of_round
from app.storage.rounds import Round


def publication_of(work: Work, round_: Round, participant_id: str) -> Publication:
    """Return a participant's publication as it is released; raises NoResultFound before the seal."""
    changes = changes_of(work.session, (participant_id,)).get(participant_id, {})
    return with_changes(sealed_publication_of(work, round_, participant_id), changes)


def sealed_publication_of(work: Work, round_: Round, participant_id: str) -> Publication:
    """Return it without what the coach changed: for the coach's own desk only."""
    return _read(round_, work.session.get_one(PublicationRow, participant_id))


def round_publications(work: Work, round_: Round) -> dict[str, Publication]:
    """Return a round's publications by participant id, as they are released."""
    rows = publications_of_round(work.session, round_.id)
    changes = changes_of(work.session, rows) if round_.coach_edits_comments else {}
    return {
        participant_id: with_changes(_read(round_, row), changes.get(participant_id, {}))
        for participant_id, row in rows.items()
    }


def released_marks(work: Work, round_: Round, participant_ids: Collection[str]) -> dict[str, str]:
    """Return what changes whenever a publication is released differently, by participant id.

    Whoever is not sealed yet is left out.
    """
    changes = changes_of(work.session, participant_ids)
    return {
        participant_id: hashlib.sha256(
            json.dumps(
                [digest, round_.is_released_under_core, sorted(changes.get(participant_id, {}).items())]
            ).encode()
        ).hexdigest()
        for participant_id, digest in digests_of(work.session, participant_ids).items()
    }


def _read(round_: Round, row: PublicationRow) -> Publication:
    # What was sealed is never changed; the stricter rule follows from it.
    publication = publication_from_json(row.document)
    return under_core(publication) if round_.is_released_under_core else publication
