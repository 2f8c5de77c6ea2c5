"""The content folder as it stood in an earlier revision, where it is kept in git."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOKED_AT = 200  # revisions of a file, the newest first


class RevisionError(Exception):
    """The revision cannot be read; carries what git says of it."""


@contextmanager
def folder_at(folder: Path, revision: str) -> Iterator[Path]:
    """Give a folder with the content of that revision, for as long as it is used.

    :raises RevisionError: where there is no git, no repository or no such revision.
    """
    archive = _git(folder, "archive", "--format=tar", "--end-of-options", revision, ".")
    with tempfile.TemporaryDirectory() as then:
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(then, filter="data")
        yield Path(then)


def earlier_texts(folder: Path, file: str) -> Iterator[str]:
    """Yield a file as it was in earlier revisions, the newest first; nothing where it is not in git."""
    try:
        revisions = _git(folder, "log", f"--max-count={LOOKED_AT}", "--format=%H", "--", file).split()
        for revision in revisions:
            yield _git(folder, "show", f"{revision.decode()}:./{file}").decode("utf-8", "replace")
    except RevisionError:
        return  # deleted and written again, or no repository at all: the older ones are not known


def _git(folder: Path, *words: str) -> bytes:
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603  # no shell
    except FileNotFoundError:
        raise RevisionError("git is not installed here") from None
    except subprocess.CalledProcessError as failed:
        said = failed.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(said[0] if said else "git cannot read it") from None
