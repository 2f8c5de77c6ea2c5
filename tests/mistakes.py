"""What an operator can set wrong, and the one sentence each command then ends with."""

from collections.abc import Mapping
from dataclasses import dataclass

from alembic.script import ScriptDirectory

from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import STORE_VERSION
from selfhelp.records.migrate import alembic_config

MASTER = bytes(range(32))
NEWEST = ScriptDirectory.from_config(alembic_config()).get_current_head()
COMMANDS: Mapping[str, str] = {
    "db upgrade": "db upgrade",
    "gp add": "gp add --user-name kari --name 'Kari Lege' --practice Strandveien",
    "serve": "serve",
    "log verify": "log verify",
    "stats": "stats",
    "retain": "retain",
    "erase": "erase 1B4E-28BA-2FA1-11D2-883F-0016-D3CC-A427",
    "roll back": "content roll-back",
}
# All but one need databases that are ready for use.
EVERY, READY = tuple(COMMANDS), ("gp add", "serve", "log verify", "stats", "retain", "erase", "roll back")
DATABASE, KEYS = "SELFHELP_DATABASE_URL", "SELFHELP_KEYS_URL"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One setting gone wrong. HERE stands for the folder of the test."""

    setting: str
    value: str
    said: str
    ends: tuple[str, ...] = EVERY


def unreadable(setting: str, value: str) -> Mistake:
    said = (
        f"Let {setting} be an address that begins with sqlite:/// or postgresql+psycopg://, "
        "as docs/settings.md shows."
    )
    return Mistake(setting, value, said)


def no_way_in(setting: str, path: str, more: str = "") -> Mistake:
    said = (
        f"{setting} names the file {path}, which cannot be opened for writing. Let its folder exist, and let "
        "the account that runs selfhelp write there."
    )
    return Mistake(setting, f"sqlite:///{path}{more}", said)


def no_database(setting: str, path: str) -> Mistake:
    said = (
        f"{setting} names the file {path}, which is no SQLite database. Name another file, or move this one "
        "away."
    )
    return Mistake(setting, f"sqlite:///{path}", said)


OF_THE_DATABASE = {
    "malformed": unreadable(DATABASE, "hemmelig"),
    "malformed port": unreadable(DATABASE, "postgresql+psycopg://u:hemmelig@h:abc/db"),
    "unknown dialect": unreadable(DATABASE, "postgres://u:hemmelig@h/db"),
    "dialect we do not speak": unreadable(DATABASE, "mysql://u:hemmelig@h/db"),
    "driver we do not speak": unreadable(DATABASE, "sqlite+aiosqlite:///HERE/x.sqlite"),
    "no driver": Mistake(
        DATABASE,
        "postgresql+pg8000://u:hemmelig@127.0.0.1/db",
        "SELFHELP_DATABASE_URL needs the package pg8000, which is not installed here. Install it beside "
        "selfhelp, or name an SQLite file.",
    ),
    "no file": Mistake(
        DATABASE,
        "sqlite://",
        "Let SELFHELP_DATABASE_URL name a file after sqlite:///, as docs/settings.md shows.",
    ),
    "in no folder": no_way_in(DATABASE, "HERE/nowhere/x.sqlite"),
    "a folder": no_way_in(DATABASE, "HERE"),
    "for reading only": no_way_in(DATABASE, "file:HERE/selfhelp.sqlite", "?mode=ro&uri=true"),
    "a text": no_database(DATABASE, "HERE/a text"),
    "damaged": Mistake(
        DATABASE,
        "sqlite:///HERE/damaged.sqlite",
        "SELFHELP_DATABASE_URL names the file HERE/damaged.sqlite, which is damaged. Put back the newest "
        "backup.",
    ),
    "not upgraded": Mistake(
        DATABASE,
        "sqlite:///HERE/new.sqlite",
        f"The database is at revision none, and this version needs {NEWEST}. "
        "Run `selfhelp db upgrade` before starting.",
        ends=READY,
    ),
    "newer": Mistake(
        DATABASE,
        "sqlite:///HERE/newer.sqlite",
        "The database is at revision 8888, which this version does not know: a newer selfhelp made it. "
        "Install that version.",
    ),
    "without a table": Mistake(
        DATABASE,
        "sqlite:///HERE/without.sqlite",
        "The database cannot be used. See that it runs, and that its disk is whole and has room.",
        ends=("gp add",),  # it alone needs the table that is missing
    ),
}
OF_THE_KEYS = {
    "keys malformed": unreadable(KEYS, "hemmelig"),
    "keys in no folder": no_way_in(KEYS, "HERE/nowhere/keys.sqlite"),
    "keys a text": no_database(KEYS, "HERE/a text"),
    "keys in the database itself": Mistake(
        KEYS,
        "sqlite:///HERE/selfhelp.sqlite",
        "Let SELFHELP_KEYS_URL name another database than SELFHELP_DATABASE_URL: keys lie apart. See "
        "docs/settings.md.",
    ),
    "keys missing": Mistake(
        KEYS,
        "sqlite:///HERE/new.sqlite",
        "The key store has no tables. Let SELFHELP_KEYS_URL name the one that belongs to the database; "
        "before the first start, run `selfhelp db upgrade`.",
        ends=READY,
    ),
    "keys missing, patients there": Mistake(
        KEYS,
        "sqlite:///HERE/new.sqlite",
        "The database is in use, and the key store has no keys. Let SELFHELP_KEYS_URL name the one that "
        "belongs to the database, or put back its backup.",
        ends=("db upgrade",),
    ),
    "keys newer": Mistake(
        KEYS,
        "sqlite:///HERE/newer-keys.sqlite",
        f"The key store has version 9, and this selfhelp knows {STORE_VERSION}. Install the version that "
        "made it.",
    ),
    "keys of another master key": Mistake(
        KEYS,
        "sqlite:///HERE/other-keys.sqlite",
        f"The key store was made with master key {MasterKey(bytes(32)).id}, not with {MasterKey(MASTER).id}. "
        "Set SELFHELP_MASTER_KEY to the one it was made with.",
    ),
}
OF_THE_REST = {
    "no master key": Mistake(
        "SELFHELP_MASTER_KEY", "", "Set SELFHELP_MASTER_KEY before starting. See docs/settings.md."
    ),
    "secret too short": Mistake(
        "SELFHELP_SECRET_KEY",
        "hemmelig",
        "Make SELFHELP_SECRET_KEY longer: at least 32 random letters. See docs/settings.md.",
    ),
    "public address nonsense": Mistake(
        "SELFHELP_PUBLIC_URL",
        "https://a b:x",
        "Let SELFHELP_PUBLIC_URL be an address like https://selvhjelp.example.org. Only 127.0.0.1 may do "
        "with http://. See docs/settings.md.",
    ),
    "no content": Mistake(
        "SELFHELP_CONTENT",
        "HERE/nowhere",
        "Let SELFHELP_CONTENT name a folder that exists. There is none at HERE/nowhere. "
        "See docs/settings.md.",
    ),
    "content with mistakes": Mistake(
        "SELFHELP_CONTENT",
        "HERE/broken",
        "The content has mistakes, the first at nb/tools/chain.md:36:8. `selfhelp content check HERE/broken` "
        "lists them all.",
        ends=("serve", "stats"),
    ),
    "content empty": Mistake(
        "SELFHELP_CONTENT",
        "HERE/an empty folder",
        "The content has mistakes, the first at nb/programme.md:1:1. `selfhelp content check "
        "'HERE/an empty folder'` lists them all.",
        ends=("serve", "stats"),
    ),
}
MISTAKES: Mapping[str, Mistake] = {**OF_THE_DATABASE, **OF_THE_KEYS, **OF_THE_REST}
