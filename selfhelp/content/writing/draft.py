"""New texts of files, and how they are written: all of them or none."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

Draft = Mapping[str, str | None]  # {path below the content folder: its new text, None for no file any more}


def write(folder: Path, draft: Draft) -> None:
    """Write every file, and remove those that have no text.

    Nothing is replaced before everything new has found room on the disk.
    """
    texts = {folder / path: text for path, text in draft.items() if text is not None}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _beside(path).write_bytes(text.encode())
    except OSError:
        for path in texts:
            _beside(path).unlink(missing_ok=True)
        raise
    for path in texts:
        _beside(path).replace(path)
    for name in draft:
        if draft[name] is None:
            _remove(folder, name)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _remove(folder: Path, name: str) -> None:
    """Remove a file, and the folders it leaves empty."""
    (folder / name).unlink()
    for parent in list(Path(name).parents)[:-1]:
        with suppress(OSError):
            (folder / parent).rmdir()
