"""The hash of a row in the access log: every fact counts."""

import hashlib
import hmac
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from selfhelp.records.log import BEFORE_THE_FIRST, LogFacts, row_hash

KEY = bytes(range(32))
FACTS = LogFacts(
    seq=1,
    at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
    actor_id=UUID(int=1),
    actor="Kari Lege, Strandveien legesenter",
    enrolment_id=UUID(int=2),
    what="follow-up page",
    why="consultation",
)
CHANGED = {
    "seq": 2,
    "at": FACTS.at + timedelta(microseconds=1),
    "actor_id": None,
    "actor": "Kari Lege, Strandveien",
    "enrolment_id": UUID(int=3),
    "what": "follow-up page, printed",
    "why": "",
}


class TestRowHash:
    def test_is_an_hmac_over_the_hash_before_and_canonical_json(self) -> None:
        written = (
            b'{"actor":"Kari Lege, Strandveien legesenter",'
            b'"actor_id":"00000000-0000-0000-0000-000000000001","at":"2026-11-22T14:05:00.000000+00:00",'
            b'"enrolment_id":"00000000-0000-0000-0000-000000000002","seq":1,"what":"follow-up page",'
            b'"why":"consultation"}'
        )

        assert FACTS.canonical() == written
        assert row_hash(KEY, previous=BEFORE_THE_FIRST, facts=FACTS) == hmac.digest(
            KEY, bytes(32) + written, hashlib.sha256
        )

    def test_changes_with_every_fact(self) -> None:
        first = row_hash(KEY, previous=BEFORE_THE_FIRST, facts=FACTS)

        assert CHANGED.keys() == {fact.name for fact in fields(LogFacts)}
        for name, value in CHANGED.items():
            other = replace(FACTS, **{name: value})  # type: ignore[arg-type]  # each value has its type above
            assert row_hash(KEY, previous=BEFORE_THE_FIRST, facts=other) != first

    def test_changes_with_the_row_before_and_the_key(self) -> None:
        first = row_hash(KEY, previous=BEFORE_THE_FIRST, facts=FACTS)

        assert row_hash(KEY, previous=first, facts=FACTS) != first
        assert row_hash(bytes(32), previous=BEFORE_THE_FIRST, facts=FACTS) != first

    def test_is_the_same_moment_in_any_zone(self) -> None:
        oslo = replace(FACTS, at=FACTS.at.astimezone(timezone(timedelta(hours=1))))

        assert oslo.canonical() == FACTS.canonical()
