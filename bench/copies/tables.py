"""Indexes and constraints: taken off before millions of rows come in, put back afterwards.

They are read from the database and put back as they were; a foreign key that is put back is checked by
PostgreSQL against every row, so nothing that points nowhere gets by.
"""

import psycopg

CONSTRAINTS = """
SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
FROM pg_constraint c
WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('p', 'u', 'f')
   OR c.confrelid = ANY(%s::regclass[]) AND c.contype = 'f'
ORDER BY c.contype = 'f' DESC, c.conname
"""
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
SERIAL = """
SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND table_name = ANY(%s)
"""


class Bare:
    """The tables without indexes and keys, for as long as the block lasts."""

    def __init__(self, owner: psycopg.Connection, tables: list[str]) -> None:
        self.owner, self.tables = owner, tables
        self.constraints = owner.execute(CONSTRAINTS, [tables, tables]).fetchall()
        self.indexes = owner.execute(INDEXES, [tables]).fetchall()

    def __enter__(self) -> "Bare":
        for table, name, _how in self.constraints:
            self.owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _how in self.indexes:
            self.owner.execute(f"DROP INDEX {name}")
        self._let_vacuum("false")
        self.owner.commit()
        return self

    def __exit__(self, kind: object, *more: object) -> None:
        if kind is not None:
            return
        self._let_vacuum("true")
        self.owner.execute("SET max_parallel_maintenance_workers = 2")
        self.owner.execute("SET synchronous_commit = off")
        for table, name, how in reversed(self.constraints):  # foreign keys last
            self.owner.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {how}")
            self.owner.commit()
        for _name, how in self.indexes:
            self.owner.execute(how)
            self.owner.commit()

    def _let_vacuum(self, answer: str) -> None:
        for table in self.tables:
            self.owner.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = {answer})")


def restart_sequences(owner: psycopg.Connection, tables: list[str]) -> None:
    """Let the next row of each table have the id after its highest."""
    highest = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT coalesce(max(id), 1) FROM {0}))"
    for (table,) in owner.execute(SERIAL, [tables]).fetchall():
        owner.execute(highest.format(table))
    owner.commit()
