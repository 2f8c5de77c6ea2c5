"""A backup's file: the whole of it or nothing, and nothing that was changed or is another's."""

import io
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from selfhelp.records.sealed_file import (
    BackupError,
    Manifest,
    identities_in,
    read,
    recipients_in,
    write,
)

BODY = bytes(range(256)) * 2_000  # some parts of age's, and a last one
MADE_AT = "2026-11-28T02:00:00+00:00"
MANIFEST = Manifest("data", made_at=MADE_AT, database="sqlite", server=0, revision="0001", rows={"a": 1})


class Breaks(io.RawIOBase):
    """A database that cannot be read to its end."""

    def read(self, size: int = -1) -> bytes:
        raise BackupError("The database is away.")


@pytest.fixture
def identity() -> Identity:
    return Identity.generate()


@pytest.fixture
def file(tmp_path: Path, identity: Identity) -> Path:
    write(tmp_path / "a.age", MANIFEST, io.BytesIO(BODY), [identity.to_public()])
    return tmp_path / "a.age"


def end_of_head(sealed: bytes | bytearray) -> int:
    """age's own lines end with a sum over them; how many there are is left to chance."""
    return sealed.index(b"\n", sealed.index(b"\n--- ") + 1) + 1


class TestRead:
    def test_gives_back_what_was_written(self, file: Path, identity: Identity) -> None:
        into = io.BytesIO()

        assert read(file, [identity], into) == MANIFEST
        assert into.getvalue() == BODY

    def test_does_so_for_each_of_several_keys(self, tmp_path: Path) -> None:
        pair = [Identity.generate(), Identity.generate()]
        both = recipients_in(" ".join(str(one.to_public()) for one in pair))

        write(tmp_path / "b.age", MANIFEST, io.BytesIO(BODY), both)

        assert [read(tmp_path / "b.age", [one]) for one in pair] == [MANIFEST, MANIFEST]

    def test_refuses_another_key(self, file: Path) -> None:
        with pytest.raises(BackupError, match="is sealed to another key"):
            read(file, [Identity.generate()])

    @pytest.mark.parametrize("left", [-1, -20, -70_000, 200_000])
    def test_refuses_what_was_cut_off(self, file: Path, identity: Identity, left: int) -> None:
        file.write_bytes(file.read_bytes()[:left])

        with pytest.raises(BackupError, match="was changed or cut off"):
            read(file, [identity])

    @pytest.mark.parametrize("at", [20, 100_000, len(BODY)])
    def test_refuses_what_was_changed(self, file: Path, identity: Identity, at: int) -> None:
        changed = bytearray(file.read_bytes())
        changed[end_of_head(changed) + at] ^= 1
        file.write_bytes(changed)

        with pytest.raises(BackupError, match="was changed or cut off"):
            read(file, [identity])

    def test_says_what_it_may_be_when_the_head_was_changed(self, file: Path, identity: Identity) -> None:
        changed = bytearray(file.read_bytes())
        changed[end_of_head(changed) - 5] ^= 1
        file.write_bytes(changed)

        with pytest.raises(BackupError, match=r"is no backup\. Or its first lines were changed: take"):
            read(file, [identity])

    def test_refuses_what_was_added_to(self, file: Path, identity: Identity) -> None:
        file.write_bytes(file.read_bytes() + b"more")

        with pytest.raises(BackupError, match="was changed or cut off"):
            read(file, [identity])

    @pytest.mark.parametrize("content", [b"", b"a text that is no backup at all" * 9])
    def test_refuses_what_is_none(self, tmp_path: Path, identity: Identity, content: bytes) -> None:
        (tmp_path / "c.age").write_bytes(content)

        with pytest.raises(BackupError, match="is no backup"):
            read(tmp_path / "c.age", [identity])

    @pytest.mark.parametrize("line", ["", "{}", "[1]", "no json"])
    def test_refuses_what_another_program_sealed(self, tmp_path: Path, identity: Identity, line: str) -> None:
        (tmp_path / "d.age").write_bytes(pyrage.encrypt(f"{line}\n".encode(), [identity.to_public()]))

        with pytest.raises(BackupError, match="is no backup of selfhelp"):
            read(tmp_path / "d.age", [identity])

    def test_refuses_what_a_newer_version_made(self, tmp_path: Path, identity: Identity) -> None:
        (tmp_path / "e.age").write_bytes(pyrage.encrypt(b'{"format": 9, "new": 1}\n', [identity.to_public()]))

        with pytest.raises(BackupError, match="was made by a newer selfhelp"):
            read(tmp_path / "e.age", [identity])


class TestWrite:
    def test_never_writes_over_a_file(self, file: Path, identity: Identity) -> None:
        before = file.read_bytes()

        with pytest.raises(BackupError, match=r"There is a file .* already"):
            write(file, MANIFEST, io.BytesIO(b""), [identity.to_public()])

        assert file.read_bytes() == before

    def test_leaves_nothing_when_the_database_cannot_be_read(
        self, tmp_path: Path, identity: Identity
    ) -> None:
        with pytest.raises(BackupError, match="The database is away"):
            write(tmp_path / "f.age", MANIFEST, Breaks(), [identity.to_public()])  # type: ignore[arg-type]

        assert not list(tmp_path.iterdir())

    def test_says_where_it_may_not_write(self, tmp_path: Path, identity: Identity) -> None:
        with pytest.raises(BackupError, match="cannot be written: No such file or directory"):
            write(tmp_path / "nowhere" / "g.age", MANIFEST, io.BytesIO(b""), [identity.to_public()])

    def test_lets_nobody_else_read(self, file: Path) -> None:
        assert file.stat().st_mode & 0o077 == 0

    def test_shows_nothing_of_what_is_in_it(self, file: Path) -> None:
        assert BODY[:64] not in file.read_bytes()
        assert b"0001" not in file.read_bytes()


class TestTheKeys:
    def test_are_read_as_age_writes_them(self, tmp_path: Path, identity: Identity) -> None:
        (tmp_path / "id").write_text(f"# created: 2026\n# public key: …\n\n{identity}\n")

        assert [str(one) for one in identities_in(tmp_path / "id")] == [str(identity)]

    @pytest.mark.parametrize("content", ["", "# nothing", "AGE-SECRET-KEY-1X", "\xff"])
    def test_that_are_none_are_told(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "id").write_text(content, "latin-1")

        with pytest.raises(BackupError, match="holds no private key of age"):
            identities_in(tmp_path / "id")

    def test_that_are_no_public_key_are_told(self) -> None:
        with pytest.raises(BackupError, match="Let SELFHELP_BACKUP_TO be a public key of age"):
            recipients_in("age1abc")
