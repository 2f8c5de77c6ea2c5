"""The factory: settings in, application out. Everything is checked before the first page is served."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from selfhelp.care.earlier import Earlier
from selfhelp.care.hashing import CODE_COST, PASSPHRASE_COST, Cost, Hasher
from selfhelp.care.served import open_library
from selfhelp.records.database import for_reading
from selfhelp.records.keys import KeyStore
from selfhelp.records.opening import check_fit, let_go_if_it_fails, master_of, open_both
from selfhelp.settings import Settings
from selfhelp.web import (
    access,
    account,
    activation,
    database,
    errors,
    headers,
    health,
    join,
    language,
    lock,
    logs,
    metrics,
    passkeys,
    public,
    recovery,
    reminder_links,
    words,
)
from selfhelp.web.desk import Desk, now
from selfhelp.web.gp import account as gp_account
from selfhelp.web.gp import blueprint as gp
from selfhelp.web.gp import course, follow_up, invitations, invite, modules, patients, slip
from selfhelp.web.gp import trial as gp_trial
from selfhelp.web.operator import blueprint as operator
from selfhelp.web.operator import use
from selfhelp.web.patient import account as my_account
from selfhelp.web.patient import (
    appointment,
    card,
    consent,
    devices,
    doctor,
    forgetting,
    home,
    how_it_goes,
    letters,
    looks,
    passphrase,
    recovery_codes,
    reminders,
    removing,
    sharing,
    sheet,
    steps,
    tool_sheet,
    toolbox,
    tools,
    workbook,
    workbook_files,
)
from selfhelp.web.patient import blueprint as patient
from selfhelp.web.patient import passkeys as my_passkeys

LONGEST_REQUEST = 64 * 1024
# Importing these files adds their routes to the blueprints.
PAGES = (
    *(account, activation, passkeys, recovery, gp_account, course, follow_up, invitations, invite, patients),
    *(modules, slip, gp_trial),
    *(appointment, card, consent, doctor, home, how_it_goes, letters, looks, removing, sharing, sheet, steps),
    *(forgetting, tool_sheet, toolbox, tools, workbook, workbook_files),
    *(my_account, devices, my_passkeys, passphrase, recovery_codes, reminders),
    use,
)

csrf = CSRFProtect()


def create_app(
    settings: Settings, *, passphrase_cost: Cost = PASSPHRASE_COST, code_cost: Cost = CODE_COST
) -> Flask:
    """Make the application.

    :raises ContentError: listing every mistake in the content.
    :raises CannotOpenError: when a database cannot be opened.
    :raises DatabaseNotSafeError: when a database would not keep its promises.
    :raises SchemaError: when a database has another shape than this version needs.
    :raises WrongMasterKeyError: when another master key wrapped the patients' keys.
    """
    logs.configure()
    app = Flask(__name__.rpartition(".")[0], template_folder="web/templates", static_folder="web/static")
    _configure(app, settings)
    app.extensions["selfhelp"] = _desk(settings, passphrase_cost, code_cost)
    metrics.init_app(app)
    database.init_app(app)
    csrf.init_app(app)
    for leaving in (account.log_out, account.quick_exit):
        csrf.exempt(leaving)  # a form token may have lapsed; who leaves is let go by `access.end_visit`
    for followed in (reminder_links.confirm, reminder_links.off):
        csrf.exempt(followed)  # the token in the address is what counts; mail programs have no other
    language.init_app(app)
    words.init_app(app)
    errors.init_app(app)
    headers.init_app(app, secure=settings.secure_cookies)
    access.init_app(app)
    lock.init_app(app)
    health.init_app(app)
    for blueprint in (public.bp, account.bp, join.bp, reminder_links.bp, patient.bp, gp.bp, operator.bp):
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-visit" if secure else "visit",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a text may take an evening to write
        WTF_CSRF_SSL_STRICT=False,  # no-referrer leaves nothing to check; the token does the work
        TEMPLATES_AUTO_RELOAD=settings.reload_content,
    )


def _desk(settings: Settings, passphrase_cost: Cost, code_cost: Cost) -> Desk:
    engine, key_engine = open_both(settings)
    keys = KeyStore(key_engine, master := master_of(settings))
    with let_go_if_it_fails(engine, key_engine):
        check_fit(engine, key_engine, master)
        with Session(engine) as session:
            library = open_library(session, settings.content, watch=settings.reload_content, now=now())
            session.commit()
        earlier = Earlier(reader := for_reading(engine))
        earlier.look_again()
    return Desk(
        settings=settings,
        library=library,
        engine=engine,
        reader=reader,
        earlier=earlier,
        keys=keys,
        root=keys.root(),
        passphrases=Hasher(passphrase_cost),
        codes=Hasher(code_cost),
    )
