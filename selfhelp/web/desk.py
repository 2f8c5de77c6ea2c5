"""What the pages work with: content, engines, keys. Made once by the factory, found through the app."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, request
from sqlalchemy import Engine

from selfhelp.care.earlier import Earlier
from selfhelp.care.hashing import Hasher
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue
from selfhelp.records.encryption import RootKey
from selfhelp.records.keys import KeyStore
from selfhelp.settings import RelyingParty, Settings


@dataclass(slots=True)
class Desk:
    """Everything that lasts longer than a request."""

    settings: Settings
    library: Library
    engine: Engine
    reader: Engine  # the same connections, for pages that only read
    keys: KeyStore
    root: RootKey  # what second factors, the log's seals and marks on pages come from
    passphrases: Hasher
    codes: Hasher
    earlier: Earlier
    forms: dict[Any, Any] = field(default_factory=dict)  # form classes, by what they are made of


def desk() -> Desk:
    """Return what this application works with."""
    found: Desk = current_app.extensions["selfhelp"]
    return found


def catalogue() -> Catalogue:
    """Return the programme in every language."""
    if "catalogue" not in g:
        g.catalogue = desk().library.catalogue  # one request sees one content
    found: Catalogue = g.catalogue
    return found


def party_here() -> RelyingParty | None:
    """Return who asks for passkeys at the address the browser has open; None where none can be used."""
    party = desk().settings.relying_party
    return party if party and request.host.partition(":")[0] == party.id else None


def now() -> datetime:
    """Return the time. Only the web and the command line read the clock."""
    return datetime.now(UTC)
