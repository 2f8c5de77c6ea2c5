"""Sealing: what a patient wrote is closed under the enrolment's own key, and bound to its place.

Every sealed value is one version byte, a random nonce of 96 bits, and AES-256-GCM's ciphertext and tag.
The place it belongs to (`row_place`) is its associated data: copied to another row, it does not open.
"""

import json
import secrets
from typing import Any, ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
VERSION = b"\x01"


class SealBrokenError(Exception):
    """A sealed value does not open here: changed, moved from another place, or sealed by another key."""


def row_place(table: str, enrolment_id: UUID, row: UUID | str, column: str) -> str:
    """Name the place a value is bound to. `row` is the row's id, or `module/step`."""
    return f"{table}:{enrolment_id}:{row}:{column}"


class _Key:
    """A secret key of 256 bits, which neither its repr nor an exception shows."""

    __slots__ = ("_aead", "secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes, not {len(secret)}.")
        self.secret = secret
        self._aead = AESGCM(secret)

    def seal(self, plain: bytes, *, bound_to: str) -> bytes:
        """Close bytes so that they open only with this key, and only in this place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + self._aead.encrypt(nonce, plain, bound_to.encode())

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Open what was sealed in this place.

        :raises SealBrokenError: if it was changed, moved, or sealed by another key.
        """
        body = len(VERSION)
        if sealed[:body] != VERSION or len(sealed) < body + NONCE_BYTES + TAG_BYTES:
            raise SealBrokenError(f"Not a sealed value: {bound_to}")
        nonce, cipher = sealed[body : body + NONCE_BYTES], sealed[body + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, cipher, bound_to.encode())
        except InvalidTag:
            raise SealBrokenError(f"Sealed by another key or for another place: {bound_to}") from None


class DataKey(_Key):
    """One enrolment's own key. All the patient's words are sealed by it and by nothing else."""

    __slots__ = ()

    @classmethod
    def new(cls) -> "DataKey":
        """Make a key nobody has had before."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def seal_json(self, value: object, *, bound_to: str) -> bytes:
        """Close a value made of lists, dictionaries, strings, numbers, booleans and None."""
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return self.seal(text.encode(), bound_to=bound_to)

    def open_json(self, sealed: bytes, *, bound_to: str) -> Any:
        """Open what `seal_json` closed.

        :raises SealBrokenError: as `open` does.
        """
        return json.loads(self.open(sealed, bound_to=bound_to))


class RootKey:
    """What the service's own secrets come from: the log's seals, second factors, marks on pages.

    It lies in the key store, wrapped by the master key, and stays when the master key is changed.
    """

    __slots__ = ("_seals", "secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"The {self._called} key has {KEY_BYTES} bytes, not {len(secret)}.")
        self.secret = secret
        self._seals = _Key(self.derive("seal second factors"))

    _called: ClassVar[str] = "root"

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose, for example the key of an HMAC."""
        return HKDF(
            algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"selfhelp: {purpose}".encode()
        ).derive(self.secret)

    def seal(self, plain: bytes, *, bound_to: str) -> bytes:
        """Close what belongs to no enrolment, such as a GP's TOTP secret."""
        return self._seals.seal(plain, bound_to=bound_to)

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Open what `seal` closed.

        :raises SealBrokenError: if it was changed, moved, or sealed by another key.
        """
        return self._seals.open(sealed, bound_to=bound_to)


class MasterKey(RootKey):
    """The operator's key, kept outside every database. It wraps the keys in the key store.

    While one master key takes over from another, `other` is known besides: it opens, and wraps nothing.
    """

    __slots__ = ("_wraps", "id", "other")

    _called = "master"

    def __init__(self, secret: bytes, other: "MasterKey | None" = None) -> None:
        super().__init__(secret)
        self.other = other
        self._wraps = _Key(self.derive("wrap data keys"))
        # Tells two master keys apart and says nothing about either.
        self.id = self.derive("name of this key")[:8].hex()

    def named(self, master_id: str) -> "MasterKey | None":
        """Return the one with this name, this or the other; None when neither has it."""
        known = [self, self.other] if self.other else [self]
        return next((one for one in known if one.id == master_id), None)

    def wrap(self, key: DataKey, owner: UUID) -> bytes:
        """Close a data key so that it can be stored for its owner."""
        return self._wraps.seal(key.secret, bound_to=f"data_key:{owner}")

    def unwrap(self, wrapped: bytes, owner: UUID) -> DataKey:
        """Open an owner's data key.

        :raises SealBrokenError: if another master key wrapped it, or it belongs to someone else.
        """
        return DataKey(self._wraps.open(wrapped, bound_to=f"data_key:{owner}"))
