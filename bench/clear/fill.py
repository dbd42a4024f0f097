"""`python -m bench.clear.fill`, as the tables' owner: the cases' texts in clear, with vectors and an index.

The stems are Dadkar's own, so both searches find the same cases.
"""

import multiprocessing
import os
from collections.abc import Iterator

import django

if __name__ == "__main__":
    django.setup()

import psycopg
from django.db import connection

from dadkar.cases import search
from dadkar.cases.models import Case
from dadkar.kernel.persian import stems
from dadkar.kernel.sealing.keys import key_cache

BATCH = 1000
TABLE = """
DROP TABLE IF EXISTS bench_clear;
CREATE UNLOGGED TABLE bench_clear (case_id bigint NOT NULL, text text NOT NULL, stems tsvector NOT NULL)
"""
INDEX = """
ALTER TABLE bench_clear ADD PRIMARY KEY (case_id);
CREATE INDEX bench_clear_stems ON bench_clear USING gin (stems);
GRANT SELECT ON bench_clear TO PUBLIC
"""


def main() -> None:
    url, cores = os.environ["DATABASE_OWNER_URL"], os.cpu_count() or 1
    last = Case._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with psycopg.connect(url) as owner:
        owner.execute(TABLE)
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        list(pool.imap_unordered(fill, range(0, last, BATCH)))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '1GB'")
        owner.execute(INDEX)
        owner.execute("VACUUM (ANALYZE) bench_clear")


def fill(after: int) -> None:
    """The texts of the cases with ids from `after` + 1 on."""
    with key_cache(2 * BATCH):
        texts = search.texts_of(list(range(after + 1, after + BATCH + 1)))
    with connection.cursor() as cursor, cursor.copy("COPY bench_clear FROM STDIN") as copy:
        for case, text in texts.items():
            copy.write_row((case, text, " ".join(sorted(vector(text)))))


def vector(text: str) -> Iterator[str]:
    """The stems as PostgreSQL reads a tsvector."""
    for stem in set(stems(text)):
        yield "'{}'".format(stem.replace("\\", "\\\\").replace("'", "''"))


if __name__ == "__main__":
    main()
