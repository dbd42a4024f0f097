import psycopg
import pytest
from psycopg import errors

from dadkar.run import roles
from dadkar.run.postgres import Cluster
from dadkar.run.process import NotStarted

EVENTS, CASES = "what_happened", "cases"


@pytest.fixture(scope="module")
def urls(cluster: Cluster) -> tuple[str, str]:
    """(owner's, application's) address of a database with one table of each kind, and the rights given."""
    owner, application = cluster.url("house", "owner"), cluster.url("house", "app")
    roles.make_roles(cluster.url(), owner, application)
    with psycopg.connect(owner) as link:
        link.execute("CREATE TABLE django_migrations (id int)")
        for table in (EVENTS, CASES):
            link.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, text text)")
        roles.grant(link, "app", [EVENTS])
    return owner, application


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {EVENTS} SET text = 'otherwise'",
        f"DELETE FROM {EVENTS}",
        f"TRUNCATE {EVENTS}",
        f"ALTER TABLE {CASES} ADD COLUMN name text",
        f"DROP TABLE {CASES}",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_can_not(urls: tuple[str, str], statement: str) -> None:
    with psycopg.connect(urls[1]) as link, pytest.raises(errors.InsufficientPrivilege):
        link.execute(statement)


def test_the_application_can(urls: tuple[str, str]) -> None:
    with psycopg.connect(urls[1]) as link:
        link.execute(f"INSERT INTO {EVENTS} (text) VALUES ('so it was')")
        link.execute(f"INSERT INTO {CASES} (text) VALUES ('open')")
        link.execute(f"UPDATE {CASES} SET text = 'closed'")
        link.execute(f"DELETE FROM {CASES}")
        assert link.execute(f"SELECT text FROM {EVENTS}").fetchone() == ("so it was",)


def test_a_table_that_becomes_append_only_loses_its_rights(urls: tuple[str, str]) -> None:
    with psycopg.connect(urls[0]) as link:
        roles.grant(link, "app", [EVENTS, CASES])
        assert roles.too_powerful(urls[1], [EVENTS, CASES]) == []
        roles.grant(link, "app", [EVENTS])


def test_who_could_rewrite_the_record_is_found(urls: tuple[str, str]) -> None:
    owner, application = urls
    assert roles.too_powerful(application, [EVENTS]) == []
    assert roles.too_powerful(application, [EVENTS, CASES]) == [CASES]
    assert roles.too_powerful(owner, [EVENTS]) == [EVENTS]


def test_making_again_keeps_everything(cluster: Cluster, urls: tuple[str, str]) -> None:
    with psycopg.connect(urls[1]) as link:
        link.execute(f"INSERT INTO {CASES} (text) VALUES ('kept')")
    roles.make_roles(cluster.url(), *urls)
    with psycopg.connect(urls[1]) as link:
        assert link.execute(f"SELECT count(*) FROM {CASES} WHERE text = 'kept'").fetchone() == (1,)


def test_a_password_reaches_the_server_as_its_verifier(cluster: Cluster) -> None:
    with_password = cluster.url("house", "guarded").replace("guarded@", "guarded:s%3Acret@")
    roles.make_roles(cluster.url(), cluster.url("house", "owner"), with_password)
    with psycopg.connect(cluster.url()) as link:
        stored = link.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'guarded'").fetchone()
    assert stored
    assert stored[0].startswith("SCRAM-SHA-256$")


def test_an_address_without_a_role() -> None:
    with pytest.raises(NotStarted, match="must name its role"):
        roles.role_in("postgresql://somewhere/dadkar")
