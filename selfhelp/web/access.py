"""The gate: who is here, and whether this page is theirs. What is whose stands in `access_list`.

A patient's own pages never name an enrolment; a GP's pages load the patient through the permission to read.
An operator has figures of use, in which nobody can be found, and nothing else.
"""

import hmac
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from selfhelp.care import visits
from selfhelp.care.limits import forget_attempts
from selfhelp.care.mine import Mine
from selfhelp.care.removed import forget_removed
from selfhelp.care.visits import Visitor
from selfhelp.records.keys import KeyGoneError
from selfhelp.records.people import Person, Role
from selfhelp.web import database
from selfhelp.web.access_list import ACCESS, Access
from selfhelp.web.desk import catalogue, desk, now
from selfhelp.web.device import device_of
from selfhelp.web.language import locale

log = logging.getLogger(__name__)
OUT_OF_REACH = (DBAPIError, PoolTimeoutError)  # the database is gone, or has no turn for us
FRESH = timedelta(minutes=15)  # since the log-in: for what leaves the page for the machine
ATTEMPTS_KEPT = timedelta(days=1)  # far longer than any limit counts

# Where each role's own pages begin.
HOME: Mapping[Role, str] = MappingProxyType(
    {"patient": "patient.home", "gp": "gp.patients", "operator": "operator.use"}
)

login_manager = LoginManager()


class SignedIn:
    """Flask-Login's view of a visitor. Its id is the visit's token: no row, no visit."""

    is_active = True
    is_anonymous = False

    def __init__(self, token: str, visitor: Visitor) -> None:
        self.token = token
        self.visitor = visitor
        self.role = visitor.role
        self.is_authenticated = True

    def get_id(self) -> str:
        """Return what the signed cookie carries."""
        return self.token


class Stranger:
    """Someone who is not signed in."""

    is_active = False
    is_authenticated = False
    is_anonymous = True
    role = ""

    def get_id(self) -> None:
        """Return nothing: there is nothing to carry."""
        return


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """Find the visit a cookie belongs to, and note now and then that it goes on."""
    at = now()
    try:
        found = _who(token)
    except OUT_OF_REACH:
        if request.endpoint is not None and ACCESS.get(request.endpoint) != "open":
            raise
        found = None  # help now, every page open to all, and "no such page" stay when the database is gone
    if found is None:
        return None
    if at - found.last_seen_at > visits.SEEN_EVERY:
        with database.short_session() as short:
            visits.seen(short, found.login, at)
        if database.writes() and (found := _who(token)) is None:  # its turn went with the session
            return None
    return SignedIn(token, found)


def _who(token: str) -> Visitor | None:
    return visits.visitor(database.session(), token, now(), to_write=database.writes())


def forget_visitor() -> None:
    """Go on as a stranger for the rest of this request, and ask the database no more who it is."""
    g._login_user = Stranger()  # noqa: SLF001  # where Flask-Login keeps the visitor


def init_app(app: Flask) -> None:
    """Shut every route, and open those that are written down."""
    login_manager.anonymous_user = Stranger
    login_manager.session_protection = None  # the token is the protection; phones change address all day
    login_manager.init_app(app, add_context_processor=False)
    app.before_request(_gate)


def _gate() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page: the error page answers
    access = ACCESS.get(request.endpoint)
    if access is None:
        abort(403)
    if access == "open":
        return None
    if not current_user.is_authenticated:
        return _ask_to_log_in(access)
    if access != current_user.role:
        abort(403)
    if request.method == "POST" and request.form.get("owner", owner_mark()) != owner_mark():
        abort(401)  # a page of someone who was signed in here before
    return None


def opens(path: str, role: str, *, method: str = "GET") -> bool:
    """Tell whether a path is one of the pages that people with this role have to themselves."""
    address = urlsplit(path)
    if address.netloc or address.scheme or not path.startswith("/"):
        return False  # a page of another site, whatever its path, or no page at all
    try:
        endpoint, _ = current_app.url_map.bind("").match(address.path, method=method)
    except HTTPException:
        return False
    return ACCESS.get(endpoint) == role


def _ask_to_log_in(access: Access) -> ResponseReturnValue:
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    return redirect(log_in_address(locked=access == "gp" and "_user_id" in session))


def log_in_address(*, locked: bool) -> str:
    """Return where to log in and come back to this very page. Locked: its GP was here a while ago."""
    here = request.full_path if request.query_string else request.path
    return url_for("account.log_in", next=here, locked="yes" if locked else None)


def visitor() -> Visitor:
    """Return the signed-in person; the gate has seen to it that there is one."""
    found: Visitor = current_user.visitor
    return found


def is_fresh() -> bool:
    """Tell whether the visitor logged in a short while ago, so that it is hardly somebody who came after."""
    return now() - visitor().began_at <= FRESH


def mine() -> Mine:
    """Return the signed-in patient's own place. 410 when it has been erased."""
    if "mine" not in g:
        who = visitor()
        g.mine = _as_opened(place_of(who.enrolment_id or abort(404), locale(), who.character))
    found: Mine = g.mine
    return found


def _as_opened(place: Mine) -> Mine:
    """Return the place with the module as the page that was sent had it: it may have changed since."""
    name, edition = (request.view_args or {}).get("module_id", ""), request.form.get("edition", "")
    module = place.programme.modules.get(name)
    if module is None or not edition or edition == module.edition or place.present is None:
        return place
    opened = desk().earlier.module(place.present, name, edition, place.programme.locale) or module
    modules = {**place.programme.modules, name: opened}
    return replace(place, programme=replace(place.programme, modules=modules))


def place_of(enrolment_id: UUID, language: str, character: str = "") -> Mine:
    """Return one enrolment's place. Call it only with an enrolment that access was checked for."""
    try:
        key = desk().keys.key(enrolment_id)
    except KeyGoneError:
        abort(410)
    present, earlier = catalogue(), desk().earlier
    programme = earlier.programme(enrolment_id, present, language)
    return Mine(enrolment_id, key, programme, character, present, earlier)


def owner_mark() -> str:
    """Return what marks a page as this patient's or GP's, so that it is never saved as another's."""
    if not current_user.is_authenticated:
        return ""
    who = visitor().enrolment_id or visitor().person_id
    return hmac.digest(desk().root.derive("page owner"), who.bytes, "sha256").hex()[:24]


def start_visit(person: Person, *, second_factor: bool, keeping: tuple[str, ...] = ()) -> None:
    """Sign in under a new token; of the earlier session nothing is carried over but `keeping`, and it ends.

    Language and text size stay in the session, for the pages that come when nobody knows any more who it is.
    What nobody needs any more is forgotten on the way: ended visits, old tries, removed entries.
    """
    kept: dict[str, Any] = {word: session[word] for word in keeping if word in session}
    before = session.get("_user_id")
    session.clear()
    session.update(kept, language=person.locale, text_size=person.text_size)
    at, device = now(), device_of(request.user_agent.string)
    with database.short_session() as short:
        if before:
            visits.end(short, visits.digest(before))
        visits.forget_ended(short, at)
        forget_removed(short, at)
        forget_attempts(short, before=at - ATTEMPTS_KEPT)
        token = visits.begin(short, person_id=person.id, device=device, second_factor=second_factor, now=at)
    session["_user_id"] = token  # what Flask-Login reads; its own login_user would load the person again
    g.pop("_login_user", None)


def end_visit() -> None:
    """Sign out: the visit ends on the server, and the browser forgets.

    Nothing holds back who wants to leave: no log-in or form token that has lapsed, and no database that is
    gone; then the row is left, and goes stale by itself. Only another site is refused, with 400.
    """
    if is_from_elsewhere():
        abort(400)
    token = session.get("_user_id")
    session.clear()
    forget_visitor()
    if token is None:
        return
    try:
        with database.short_session() as short:
            visits.end(short, visits.digest(token))
    except OUT_OF_REACH as error:
        log.error("visit not ended: error=%s", type(error).__name__)  # noqa: TRY400  # a sentence, no trace


def is_from_elsewhere() -> bool:
    """Tell whether another site sent this request. Browsers too old to say so count as our own."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
