"""Rate limits at the door: counted in the database, before anything slow is done."""

from datetime import timedelta

from flask import abort, request

from selfhelp.care.limits import allow, hashed
from selfhelp.web import database
from selfhelp.web.desk import desk, now

WINDOW = timedelta(minutes=15)
# By scope: how many tries a window for one key. "everyone" counts all together, as an alarm for guessing.
LIMITS = {
    "log-in-name": 10,
    "log-in-address": 60,
    "code-address": 15,
    "code-everyone": 300,
    "alone-address": 15,
    "alone-everyone": 300,
    "second-factor": 10,
    "passkey-address": 60,
    "step-up": 10,
    "recovery-sheet": 10,
    "reminder-person": 6,
    "reminder-address": 3,
    "recover-name": 8,
    "recover-address": 30,
}


def count(scope: str, key: str) -> None:
    """Count one try. 429 when there were too many."""
    key_hash = hashed(desk().root.derive("rate limits"), key)
    with database.short_session() as short:
        allowed = allow(short, scope=scope, key_hash=key_hash, limit=LIMITS[scope], window=WINDOW, now=now())
    if not allowed:
        abort(429)


def address() -> str:
    """Return where the request comes from; the factory trusts exactly the configured number of proxies."""
    return request.remote_addr or "unknown"
