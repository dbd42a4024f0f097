"""The two database roles.

The *owner* alters tables and is used for migrations alone. The *application* reads and writes rows; it
can neither alter a table nor change or delete what is only ever added to (`append_only` models: events).
"""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from dadkar.run.process import NotStarted

DATABASE, OWNER, APPLICATION = "dadkar", "dadkar_owner", "dadkar_app"  # in a cluster of our own


def role_in(url: str) -> str:
    """The role that a database address names. Raises NotStarted when it names none."""
    role = unquote(urlsplit(url).username or "")
    if not role:
        raise NotStarted("A database address must name its role: postgresql://ROLE@host/database")
    return role


def make_roles(
    admin_url: str, owner_url: str, application_url: str, *, create_databases: bool = False
) -> None:
    """Make both roles, with the passwords that their addresses carry, and the database; keep what is there.

    `admin_url` must be allowed to make roles and databases; it is needed this once.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for url in (owner_url, application_url):
            _make_role(admin, url)
        owner, application = (sql.Identifier(role_in(url)) for url in (owner_url, application_url))
        # so that the owner can see with the application's eyes
        admin.execute(sql.SQL("GRANT {} TO {}").format(application, owner))
        if create_databases:
            admin.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(owner))
        database = str(conninfo_to_dict(owner_url)["dbname"])
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(database), owner
                )
            )


def drop(admin_url: str, database: str) -> None:
    """Throw a database away with all that is in it; harmless when there is none."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _make_role(admin: psycopg.Connection, url: str) -> None:
    role = role_in(url)
    if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        return
    password = conninfo_to_dict(url).get("password")
    statement = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))
    if password:  # only its verifier travels, so no log can show it
        verifier = admin.pgconn.encrypt_password(str(password).encode(), role.encode(), b"scram-sha-256")
        statement += sql.SQL(" PASSWORD {}").format(sql.Literal(verifier.decode()))
    admin.execute(statement)


def grant(owner: psycopg.Connection, application: str, append_only: list[str]) -> None:
    """Give the application's role its rights on every table; run it after each migration.

    `append_only` are the tables that it may read and add to, no more.
    """
    role = sql.Identifier(application)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    ]
    with owner.transaction():
        for statement in statements:
            owner.execute(sql.SQL(statement).format(role=role))
        for table in append_only:
            owner.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=role
                )
            )


def too_powerful(application_url: str, append_only: list[str]) -> list[str]:
    """The append-only tables that this address could rewrite; a sound application role gives none."""
    with psycopg.connect(application_url) as connection:
        return [
            table
            for table in append_only
            if connection.execute(
                "SELECT has_table_privilege(%(table)s, 'UPDATE') OR has_table_privilege(%(table)s, 'DELETE')",
                {"table": f'"{table}"'},
            ).fetchone()
            != (False,)
        ]
