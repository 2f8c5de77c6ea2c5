"""Releases: the content as patients met it, kept whole, and which of them they meet now."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp.content.editions import editions_of
from selfhelp.content.model import Catalogue
from selfhelp.records.course import Edition, Release


@dataclass(frozen=True, slots=True)
class Published:
    """A release that was published, and when it was published last."""

    digest: str
    at: datetime


def published(session: Session) -> list[Published]:
    """Return what was published, the newest first: that is what patients meet."""
    rows = session.execute(
        select(Release.digest, Release.published_at)
        .where(Release.published_at.is_not(None))
        .order_by(Release.published_at.desc(), Release.digest)
    )
    return [Published(digest, at) for digest, at in rows if at is not None]


def archive_of(session: Session, digest: str) -> bytes:
    """Return a release's files, as `content.archive` packs them.

    :raises NoResultFound: if it was never kept.
    """
    return session.scalars(select(Release.archive).where(Release.digest == digest)).one()


def keep_release(session: Session, catalogue: Catalogue, pack: Callable[[], bytes], now: datetime) -> bool:
    """Keep a content, so that what is answered to it can be told for good. Return whether it was new.

    Another process may keep the same at the same time.
    """
    if session.scalar(select(Release.digest).where(Release.digest == catalogue.digest)) is not None:
        return False
    with suppress(IntegrityError), session.begin_nested():
        session.add(Release(digest=catalogue.digest, made_at=now, published_at=None, archive=pack()))
        session.add_all(
            Edition(release=catalogue.digest, of=one.of, hash=one.hash, structure=one.structure)
            for one in editions_of(catalogue)
        )
        session.flush()
        return True
    return False


def publish(session: Session, digest: str, now: datetime) -> None:
    """Let patients meet a release that is kept, from their next page on."""
    session.get_one(Release, digest).published_at = now
    session.flush()
