"""One backup in one file: a line that tells what is in it, then a database, sealed by age.

Sealed to public keys, so a machine that makes backups cannot read them. age binds every part of a file
to its place, so a changed or shortened file does not open. https://age-encryption.org/v1
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pyrage
from pyrage.x25519 import Identity, Recipient

Kind = Literal["data", "keys"]
FORMAT = 1
ENDING = ".age"
PART = ".part"  # what is not whole yet
LONGEST_LINE = 64 * 1024


class BackupError(Exception):
    """A backup cannot be made or put back. Its sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: nothing of any person."""

    kind: Kind
    made_at: str
    database: str  # whose snapshot it is: sqlite or postgresql
    server: int  # the major version of the PostgreSQL server, else 0
    revision: str | None  # of the main database
    rows: Mapping[str, int]
    format: int = FORMAT


def recipients_in(written: str) -> list[Recipient]:
    """Read the public keys, one or several.

    :raises BackupError: if one is none.
    """
    try:
        return [Recipient.from_str(one) for one in written.replace(",", " ").split()]
    except pyrage.RecipientError:
        raise BackupError(
            "Let SELFHELP_BACKUP_TO be a public key of age: age1 and 58 letters. "
            "`selfhelp backup new-identity` makes a pair."
        ) from None


def identities_in(file: Path) -> list[Identity]:
    """Read a file of private keys, as `age-keygen` and `selfhelp backup new-identity` write them.

    :raises BackupError: if there is none in it.
    """
    lines = [line.strip() for line in file.read_text("utf-8", errors="replace").splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupError(f"{file} holds no private key of age: a line that begins with AGE-SECRET-KEY-1.")
    return found


def write(path: Path, manifest: Manifest, body: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal a backup. Under its name there is the whole of it or nothing, also after a power cut.

    :raises BackupError: if there is a file with this name, or it cannot be written to the end.
    """
    if path.exists():
        raise BackupError(f"There is a file {path} already. Nothing was written.")
    part = path.with_name(path.name + PART)
    line = json.dumps(asdict(manifest), sort_keys=True).encode() + b"\n"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0) as file:
            _seal(_Source(line, body), _Remembering(file), recipients)
            os.fsync(file.fileno())
        part.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"{path} cannot be written: {error.strerror}. Nothing is left of it.") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read(path: Path, identities: Sequence[Identity], into: BinaryIO | None = None) -> Manifest:
    """Open a backup to its end, and write the database in it to `into`.

    What was written there is worth nothing when this raises: that a file was cut off shows at its end.

    :raises BackupError: if it was changed or cut off, is sealed to another key, or is no backup.
    """
    opened = _Opened(into)
    sink = _Remembering(opened)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, sink, identities)  # type: ignore[arg-type]  # it asks for `write` and `flush`
    except pyrage.DecryptError as error:
        other = "matching" in str(error)
        why = "is sealed to another key: give the file of its private key" if other else "is no backup"
        raise BackupError(f"{path} {why}. Or its first lines were changed: take another backup.") from None
    except OSError as error:
        if error.filename is not None:
            raise
        sink.raise_again()
        raise BackupError(
            f"{path} was changed or cut off, and cannot be used. Take another backup."
        ) from None
    sink.raise_again()
    return opened.manifest(path)


def _seal(source: "_Source", sink: "_Remembering", recipients: Sequence[Recipient]) -> None:
    try:
        pyrage.encrypt_io(source, sink, recipients)  # type: ignore[arg-type]  # it asks for `read` and `write`
    except pyrage.EncryptError:
        source.raise_again()
        sink.raise_again()
        raise BackupError("The backup could not be sealed.") from None
    sink.raise_again()  # an error in the last part is not told of otherwise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Remembering:
    """Writes on, and remembers what went wrong: age tells of it in words at best."""

    def __init__(self, into: Any) -> None:
        self._into = into
        self._wrong: Exception | None = None

    def write(self, some: bytes) -> int:
        try:
            left = memoryview(some)
            while left:
                left = left[self._into.write(left) :]
        except Exception as error:
            self._wrong = self._wrong or error
            raise
        return len(some)

    def flush(self) -> None:
        """Do nothing: what is written is not kept back."""

    def raise_again(self) -> None:
        if self._wrong:
            raise self._wrong


class _Source:
    """Gives the first line, then the body, and remembers what went wrong."""

    def __init__(self, line: bytes, body: BinaryIO) -> None:
        self._line, self._body = line, body
        self._wrong: Exception | None = None

    def read(self, size: int) -> bytes:
        if self._line:
            some, self._line = self._line[:size], self._line[size:]
            return some
        try:
            return self._body.read(size)
        except Exception as error:
            self._wrong = error
            raise

    def raise_again(self) -> None:
        if self._wrong:
            raise self._wrong


class _Opened:
    """Takes the first line from what is opened, and hands on the rest."""

    def __init__(self, into: BinaryIO | None) -> None:
        self._into = into
        self._line = bytearray()
        self._is_behind = False

    def write(self, some: memoryview) -> int:
        rest = some if self._is_behind else self._after_the_line(bytes(some))
        if rest and self._into is not None:
            self._into.write(rest)
        return len(some)

    def manifest(self, path: Path) -> Manifest:
        try:
            facts = json.loads(self._line) if self._is_behind else {}
            if facts.get("format", FORMAT) > FORMAT:
                raise BackupError(f"{path} was made by a newer selfhelp. Install that version.")
            return Manifest(**facts)
        except (ValueError, TypeError, AttributeError):
            raise BackupError(f"{path} is no backup of selfhelp.") from None

    def _after_the_line(self, some: bytes) -> bytes:
        line, found, rest = some.partition(b"\n")
        self._line += line
        self._is_behind = bool(found)
        if len(self._line) > LONGEST_LINE:
            raise BackupError("This is no backup of selfhelp.")
        return rest
