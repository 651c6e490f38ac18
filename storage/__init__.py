"""Keeps everything: SQLAlchemy tables behind `obligations.ports`; rows never leave."""

from storage.database import SqlDatabase, open_database

__all__ = ["SqlDatabase", "open_database"]
