"""Publications as they are to be read: what was sealed, or the whole round under the stricter rule."""

from app.domain.anonymity import under_core
from app.domain.publication import Publication, publication_from_json
from app.services.work import Work
from app.storage.publications import PublicationRow, publications_of_round
from app.storage.rounds import Round


def publication_of(work: Work, round_: Round, participant_id: str) -> Publication:
    """Return a participant's publication as HR chose to release it; raises NoResultFound before the seal."""
    return _read(round_, work.session.get_one(PublicationRow, participant_id))


def round_publications(work: Work, round_: Round) -> dict[str, Publication]:
    """Return a round's publications by participant id, as HR chose to release them."""
    rows = publications_of_round(work.session, round_.id)
    return {participant_id: _read(round_, row) for participant_id, row in rows.items()}


def _read(round_: Round, row: PublicationRow) -> Publication:
    # What was sealed is never changed; the stricter rule follows from it.
    publication = publication_from_json(row.document)
    return under_core(publication) if round_.is_released_under_core else publication
