"""Roles, grants and the other things that stand before the first start."""

import psycopg
from psycopg import sql

from dadkar.run.postgres import Cluster

DATABASE = "dadkar"
OWNER = "dadkar_owner"  # owns and alters the tables: migrations alone
APPLICATION = "dadkar_app"  # reads and writes rows; cannot alter a table, nor change what happened


def make_embedded_roles(cluster: Cluster, *, create_databases: bool = False) -> None:
    """Make both roles and the database in our own cluster; what is there already stays as it is."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {OWNER, APPLICATION} - roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if create_databases:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
