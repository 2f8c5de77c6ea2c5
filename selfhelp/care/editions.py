"""Keeps every edition that someone may have answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from selfhelp.content.editions import edition_of
from selfhelp.content.model import Catalogue
from selfhelp.records.course import Edition


def keep_editions(session: Session, catalogue: Catalogue, now: datetime) -> int:
    """Store the present edition of each module, where it is not stored yet. Return how many were new."""
    new = 0
    for module_id in catalogue.source.modules:
        edition = edition_of(catalogue, module_id)
        if session.get(Edition, (module_id, edition.hash)) is None:
            session.add(
                Edition(
                    module=module_id,
                    hash=edition.hash,
                    structure_hash=edition.structure_hash,
                    content=edition.content,
                    made_at=now,
                )
            )
            new += 1
    return new
