"""The sheet of recovery codes that a page shows once. Sent twice, the page shows the same sheet."""

from uuid import UUID

from selfhelp.care import codes
from selfhelp.web.desk import desk


def sheet(person_id: UUID, page_key: str) -> tuple[str, ...]:
    """Return the codes, which come from the page's own key and lie in no database."""
    secret = desk().root.derive("recovery codes")
    return codes.recovery_codes_of(secret, person_id=person_id, page_key=page_key)


def hashes(person_id: UUID, page_key: str) -> list[str]:
    """Return what is kept of them. It takes a while, so call it with no transaction open."""
    hasher = desk().codes
    return [codes.recovery_hash(hasher, person_id, code) or "" for code in sheet(person_id, page_key)]
