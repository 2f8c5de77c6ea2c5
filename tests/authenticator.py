"""An authenticator in software: it makes passkeys and answers challenges as a browser hands them on.

What is wrong with an answer is said where it is asked for: another origin, a counter that stands still, no
finger. Everything else stays right, so that a refusal has one reason.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

ORIGIN, DOMAIN = "http://localhost", "localhost"
PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40  # flags of the authenticator data
Options = dict[str, Any]


def text_of(some: bytes) -> str:
    return urlsafe_b64encode(some).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "===")


@dataclass
class Authenticator:
    """One passkey of one person, on one device."""

    origin: str = ORIGIN
    domain: str = DOMAIN
    counts: bool = True
    verifies: bool = True
    counter: int = 0
    owner: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def __post_init__(self) -> None:
        self.key = generate_private_key(SECP256R1())

    def creates(self, options: Options) -> str:
        """Answer to `navigator.credentials.create`."""
        self.owner = bytes_of(options["user"]["id"])
        within = b"\0" * 16 + len(self.credential_id).to_bytes(2) + self.credential_id + self._public_key()
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._data(NEW_KEY) + within})
        said = self._said("webauthn.create", options["challenge"])
        return self._sent({"clientDataJSON": text_of(said), "attestationObject": text_of(attested)})

    def answers(self, options: Options, *, user_handle: bytes | None = None) -> str:
        """Answer to `navigator.credentials.get`."""
        self.counter += self.counts
        said, data = self._said("webauthn.get", options["challenge"]), self._data()
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        return self._sent(
            {
                "clientDataJSON": text_of(said),
                "authenticatorData": text_of(data),
                "signature": text_of(signature),
                "userHandle": text_of(self.owner if user_handle is None else user_handle),
            }
        )

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4)

    def _public_key(self) -> bytes:
        """The public key as COSE writes it: elliptic curve P-256 (RFC 9053, §7.1)."""
        point = self.key.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def _sent(self, response: dict[str, str]) -> str:
        named = text_of(self.credential_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
