"""The tests that are about SQLite itself, and why: a run on PostgreSQL leaves them out, and no others."""

PRAGMAS = "the pragmas of a connection"
FILES = "the files of a database, byte by byte"
FOREIGN_KEYS = "foreign keys, which are off while SQLite migrates"
ANYTHING = "a column that takes a word in place of a moment"
LOCK = "the lock of a whole file; on PostgreSQL rows are locked"

ONLY_ON_SQLITE = {
    "records/test_database.py::TestCheckEngine::test_refuses_a_wrong_setting": PRAGMAS,
    "records/test_database.py::TestCheckEngine::test_finds_every_connection_set": PRAGMAS,
    "records/test_database.py::TestWriters::test_hold_the_lock_from_the_first_statement": LOCK,
    "records/test_database.py::TestWriters::test_that_were_refused_leave_no_connection_behind": LOCK,
    "records/test_database.py::TestEmptyWriteAheadLog": "the write-ahead log beside the file",
    "records/test_opening.py::TestOpened::test_leaves_the_database_as_it_was": FILES,
    "records/test_opening.py::TestOpened::test_names_the_setting_of_a_database_that_is_not_safe": PRAGMAS,
    "records/test_migrate.py::TestMigrations::test_that_leave_orphans_are_not_committed": FOREIGN_KEYS,
    "records/test_keys.py::TestDestroy::test_leaves_no_byte_of_it_on_the_disk": FILES,
    "care/test_log_check.py::TestVerify::test_names_a_row_that_cannot_even_be_read": ANYTHING,
    "web/test_forgetting.py::TestDeleteEverything::test_leaves_no_word_on_the_disk": FILES,
    "care/test_sealing.py::TestTheDatabaseFile": FILES,
    "records/test_rotation.py::TestRewrap::test_leaves_nothing_that_the_old_master_key_opens": FILES,
}
