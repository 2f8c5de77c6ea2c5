"""Which content a server serves: what was published last; where an author is at work, the folder itself."""

import logging
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from selfhelp.care.releases import archive_of, keep_release, publish, published
from selfhelp.content.archive import digest_of, packed
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue

log = logging.getLogger(__name__)


def open_library(session: Session, folder: Path, *, watch: bool, now: datetime) -> Library:
    """Return the content to serve. The very first start publishes the folder as it lies there.

    With `watch`, an author is at work: the folder is served as it is, and nothing is published. So it is
    where this version cannot read what was published.

    :raises ContentError: listing every problem found.
    """
    newest = next(iter(published(session)), None)
    if not watch and newest and newest.digest != digest_of(folder):
        try:
            return Library.of_archive(archive_of(session, newest.digest))
        except ContentError as error:
            # A newer version may read more strictly. Patients must have something, the help page above all.
            told = "what is published cannot be read, so the folder is served: problems=%d; publish it"
            log.error(told, len(error.problems))  # noqa: TRY400  # a sentence, no trace
    library = Library(folder, watch=watch)
    keep_what_is_met(session, library, now)
    if not watch and newest is None:
        publish(session, library.catalogue.digest, now)
    return library


def keep_what_is_met(session: Session, library: Library, now: datetime) -> bool:
    """Keep the content as it stands, so that answers given to it can be told for good; tell if it was new."""
    catalogue = library.catalogue
    return keep_release(session, catalogue, lambda: _packed(library.folder, catalogue.digest), now)


def catalogue_of(session: Session, digest: str) -> Catalogue:
    """Return the content of a release that is kept.

    :raises ContentError: when this version of the engine cannot read it.
    """
    return Library.of_archive(archive_of(session, digest)).catalogue


def catalogue_served(session: Session, folder: Path) -> Catalogue:
    """Return what patients meet: what was published last; before the first start, the folder.

    :raises ContentError: listing every problem found.
    """
    newest = next(iter(published(session)), None)
    return catalogue_of(session, newest.digest) if newest else load_catalogue(folder)


def newer(session: Session, library: Library) -> Library | None:
    """Return what has been published since this library was opened; None when it is still the newest.

    :raises ContentError: when this version of the engine cannot read it.
    """
    newest = next(iter(published(session)), None)
    if library.watch or newest is None or newest.digest == library.catalogue.digest:
        return None
    return Library.of_archive(archive_of(session, newest.digest))


@lru_cache(maxsize=2)
def _packed(folder: Path, _digest: str) -> bytes:
    """Return the folder in an archive: the same as long as its digest is."""
    return packed(folder)
