"""A content folder as one file: what is published is kept whole, and can be opened again as it was."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

KEPT = ("*.md", "*.lock", "*/media/*", "*/interface.po")
ANY_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same files make the same archive


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files that make up the content, in an order that is the same everywhere."""
    found = {path for pattern in KEPT for path in folder.rglob(pattern) if path.is_file()}
    yield from sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def digest_of(folder: Path) -> str:
    """Return a hash of all the files. How lines end, and a mark at a text's beginning, do not count."""
    digest = hashlib.sha256()
    for path in files_of(folder):
        inside = path.read_bytes()
        if path.suffix == ".md":
            inside = inside.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(inside)}\n".encode())
        digest.update(inside)
    return digest.hexdigest()


def packed(folder: Path) -> bytes:
    """Return the folder's files in one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        for path in files_of(folder):
            into.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), ANY_DAY), path.read_bytes())
    return archive.getvalue()


def unpack(archive: bytes, folder: Path) -> None:
    """Write the files of an archive into a folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as kept:
        kept.extractall(folder)
