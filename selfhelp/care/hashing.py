"""Hashing passphrases and codes with Argon2id.

A hash takes a tenth of a second and much memory. So never hash within a writing transaction: on SQLite
everyone else would wait for it. Read what is needed, let the session go, hash, then write.
"""

import secrets
import threading
import unicodedata
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SALT_BYTES = 16
HASH_BYTES = 32
HASHES_AT_ONCE = 4
WAIT_FOR_TURN_S = 10.0


class TooBusyError(Exception):
    """Too many hashes are being computed; the person should try again in a moment."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs whoever tries to guess, and us."""

    memory_kib: int
    passes: int
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a secret was right, and whether its hash should be made anew at today's cost."""

    right: bool
    rehash: bool = False


PASSPHRASE_COST = Cost(memory_kib=64 * 1024, passes=3)
CODE_COST = Cost(memory_kib=19 * 1024, passes=2)
TURNS = threading.BoundedSemaphore(HASHES_AT_ONCE)  # shared by all hashers of one process


class Hasher:
    """Hashes and checks one kind of secret: make one for passphrases, one for codes, and share them."""

    def __init__(
        self, cost: Cost, *, turns: threading.Semaphore = TURNS, wait: float = WAIT_FOR_TURN_S
    ) -> None:
        self._turns = turns
        self._wait = wait
        self._argon2 = PasswordHasher(
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=HASH_BYTES,
            salt_len=SALT_BYTES,
        )
        self._nobody = _hash_of_nothing(cost)

    def hash(self, secret: str, *, salt: bytes | None = None) -> str:
        """Hash a secret for storing. Only codes that are found again by their hash bring a salt.

        :raises TooBusyError: if no turn comes in time.
        """
        with self._turn():
            return self._argon2.hash(_bytes(secret), salt=salt)

    def check(self, hashed: str | None, secret: str) -> Verdict:
        """Check a secret against its stored hash.

        Without a hash, as for an unknown name, it takes the same time and is never right.

        :raises TooBusyError: if no turn comes in time.
        """
        with self._turn():
            try:
                self._argon2.verify(hashed or self._nobody, _bytes(secret))
            except (VerificationError, InvalidHashError):
                return Verdict(right=False)
        return Verdict(right=True, rehash=self._argon2.check_needs_rehash(hashed or self._nobody))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._wait):
            raise TooBusyError(f"No turn to hash within {self._wait} seconds.")
        try:
            yield
        finally:
            self._turns.release()


def _bytes(secret: str) -> bytes:
    # Norwegian letters come composed from one keyboard and in two parts from another.
    return unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")


def _hash_of_nothing(cost: Cost) -> str:
    """Write a hash that no secret has, without computing one."""
    salt, end = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (SALT_BYTES, HASH_BYTES))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${end}"
