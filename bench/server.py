"""The bench's databases on a PostgreSQL server, when `scripts/with-postgres` has started one."""

import os
from dataclasses import replace

from sqlalchemy import create_engine, make_url

from selfhelp.settings import Settings

SERVER = "SELFHELP_TEST_POSTGRES"
NAMES = ("selfhelp_bench", "selfhelp_bench_keys")


def on_server(settings: Settings) -> Settings:
    """Return the settings with new databases on the server; without a server, as they are."""
    if SERVER not in os.environ:
        return settings
    server = make_url(os.environ[SERVER]).set(drivername="postgresql+psycopg")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in NAMES:
            connection.exec_driver_sql(f"drop database if exists {name}")
            connection.exec_driver_sql(f"create database {name}")
    engine.dispose()
    main, keys = (server.set(database=name).render_as_string(hide_password=False) for name in NAMES)
    return replace(settings, database_url=main, keys_url=keys)
