"""`selfhelp keys rotate`: what it says, and that nothing else that hangs on the master key breaks."""

import base64
from pathlib import Path
from uuid import uuid4

from databases import migrated
from kept import addresses
from mistakes import MASTER
from test_cli import ends_with, here, run, told
from test_cli_log import looks

from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore

__all__ = ["here", "migrated"]

NEW = bytes(reversed(range(32)))
BOTH = {
    "SELFHELP_MASTER_KEY": base64.b64encode(NEW).decode(),
    "SELFHELP_OTHER_MASTER_KEY": base64.b64encode(MASTER).decode(),
}
AFTER = {"SELFHELP_MASTER_KEY": BOTH["SELFHELP_MASTER_KEY"]}


def invited(here: Path, number: int) -> None:
    engine = make_engine(addresses(here)[1])
    for _ in range(number):
        KeyStore(engine, MasterKey(MASTER)).make(uuid4())
    engine.dispose()


class TestKeysRotate:
    def test_says_what_to_do_with_the_old_key_and_the_same_again(self, here: Path) -> None:
        invited(here, 5)
        new, old = MasterKey(NEW).id, MasterKey(MASTER).id
        all_done = f"All 6 keys are wrapped by master key {new}. No other is needed to read them.\n"
        said = (
            f"{all_done}Leave SELFHELP_OTHER_MASTER_KEY out now, and start every server again. Keep the key "
            f"that it held, {old}, in a safe place until the last backup of the keys from before is gone.\n"
        )

        assert told(run("keys rotate", here, **BOTH)) == (0, said, "")
        assert told(run("keys rotate", here, **BOTH)) == (0, said, "")
        assert told(run("keys rotate", here, **AFTER)) == (0, all_done, "")

    def test_leaves_the_log_of_looks_whole(self, here: Path) -> None:
        head = looks(here, 3)

        run("keys rotate", here, **BOTH)

        done = told(run(f"log verify --head {head}", here, **AFTER))
        assert done == (0, f"3 rows unbroken, head {head}\n", "")

    def test_lets_no_command_in_by_the_old_key_any_more(self, here: Path) -> None:
        run("keys rotate", here, **BOTH)

        assert told(run("stats", here)) == ends_with(
            f"The key store was made with master key {MasterKey(NEW).id}, not with {MasterKey(MASTER).id}. "
            "Set SELFHELP_MASTER_KEY to the one it was made with."
        )
