"""The challenge a page's script hands to the authenticator; it stays with the browser's session meanwhile."""

from typing import Literal

from flask import session
from flask.typing import ResponseReturnValue

from selfhelp.care.passkeys import Asked


def asked(kind: Literal["create", "get"], of: Asked) -> ResponseReturnValue:
    """Hand the options to the page's script; the challenge stays with this browser's session."""
    session["challenge"] = of.challenge
    return {kind: of.options}


def challenge() -> bytes:
    """Return the challenge this browser was given last, and forget it: an answer is tried once."""
    given: bytes = session.pop("challenge", b"")
    return given
