"""Keeps every edition that someone may have answered."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp.content.editions import ModuleEdition, edition_of
from selfhelp.content.model import Catalogue
from selfhelp.records.course import Edition


def keep_editions(session: Session, catalogue: Catalogue, now: datetime) -> int:
    """Store the present edition of each module, where it is not stored yet. Return how many were new."""
    return sum(_store(session, edition_of(catalogue, module), now) for module in catalogue.source.modules)


def keep_edition(session: Session, catalogue: Catalogue, module: str, now: datetime) -> str:
    """Return the hash of the module's present edition, which is stored from then on.

    A server that watches its content may have taken it up since it started. What answers it is kept in the
    same transaction, so that no answer ever names an edition that is stored nowhere.
    """
    edition = edition_of(catalogue, module)
    _store(session, edition, now)
    return edition.hash


def _store(session: Session, edition: ModuleEdition, now: datetime) -> bool:
    """Store an edition; return False where it is stored already, by this process or by another one."""
    stored = select(Edition.hash).where(Edition.module == edition.module, Edition.hash == edition.hash)
    if session.scalar(stored) is not None:
        return False
    with suppress(IntegrityError), session.begin_nested():  # another process may store it at the same time
        session.add(
            Edition(
                module=edition.module,
                hash=edition.hash,
                structure_hash=edition.structure_hash,
                content=edition.content,
                made_at=now,
            )
        )
        return True
    return False
