"""The databases of `databases.py`, for all tests beside this file."""

from databases import engine, keys, keys_engine, master, session, url

__all__ = ["engine", "keys", "keys_engine", "master", "session", "url"]
