# ruff: noqa: S608 (the names in these statements are our own)
"""Facts into cells, in SQL: where each fact is counted, and adding up what is counted there."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from dadkar.reports.marks import NAMES, SPANS, Mark

# Where bodies are told apart a case counts once a body (`pair`), elsewhere once (`case`).
PLACED = f"""
WITH facts AS (SELECT * FROM reports_fact WHERE {{which}}),
placed AS (
  SELECT f.marks, f.answer, f.claim, f.confirm, f.month, s.scope, d.by, coalesce(d.value, '') AS value
  FROM facts f
  CROSS JOIN LATERAL (SELECT f.house_id AS scope UNION SELECT f.desk) s
  CROSS JOIN LATERAL (VALUES ('', ''), ('topic', f.topic::text), ('county', f.county),
                             ('workplace', f.workplace::text), ('channel', f.channel)) d(by, value)
  WHERE f.kind <> 'pair'
  UNION ALL
  SELECT f.marks, f.answer, f.claim, f.confirm, f.month, s.scope, 'agency', f.body::text
  FROM facts f CROSS JOIN LATERAL (SELECT f.house_id AS scope UNION SELECT f.desk) s
  WHERE f.kind <> 'case'
  UNION ALL
  SELECT f.marks, f.answer, f.claim, f.confirm, f.month, f.body, d.by, coalesce(d.value, '')
  FROM facts f CROSS JOIN LATERAL (VALUES ('', ''), ('topic', f.topic::text),
                                          ('workplace', f.told_workplace::text)) d(by, value)
  WHERE f.kind <> 'case'
  UNION ALL
  SELECT f.marks, NULL, NULL, NULL, 0, s.scope, 'due', f.due_on::text
  FROM facts f CROSS JOIN LATERAL (SELECT f.house_id AS scope UNION SELECT f.desk UNION SELECT f.body) s
  WHERE f.kind = 'promise' AND f.marks & {int(Mark.IN_TIME)} <> 0
)
"""
SUMS = ", ".join(
    f"%(sign)s * count(*) FILTER (WHERE marks & {int(Mark[name.upper()])} <> 0)" for name in NAMES
)
ADDED = ", ".join(f"{name} = reports_cell.{name} + excluded.{name}" for name in NAMES)
CELLS = f"""
INSERT INTO reports_cell (scope_id, by, value, month, {", ".join(NAMES)})
SELECT scope, by, value, month, {SUMS} FROM placed GROUP BY scope, by, value, month
ON CONFLICT (scope_id, by, month, value) DO UPDATE SET {ADDED}
"""
SPREADS = f"""
INSERT INTO reports_spread (scope_id, by, value, month, span, days, n)
SELECT scope, by, value, month, span, days, %(sign)s * count(*)
FROM placed CROSS JOIN LATERAL (VALUES {", ".join(f"('{span}', {span})" for span in SPANS)}) d(span, days)
WHERE days IS NOT NULL AND by <> 'workplace' GROUP BY scope, by, value, month, span, days
ON CONFLICT (scope_id, by, month, value, span, days) DO UPDATE SET n = reports_spread.n + excluded.n
"""


def add(case_ids: Sequence[int], *, sign: int = 1) -> None:
    """Add the facts of these cases to the cells, or with `sign=-1` take them out again."""
    _run('"case" = ANY(%(ids)s)', {"ids": list(case_ids), "sign": sign})


def add_all(house: Any) -> None:
    """Count all the facts of a house whose cells have been emptied."""
    _run("house_id = %(house)s", {"house": house.pk, "sign": 1})


def empty(house: Any) -> None:
    """Throw away every cell and fact of a house."""
    with connection.cursor() as cursor:
        for table in ("reports_cell", "reports_spread"):
            cursor.execute(
                f"DELETE FROM {table} WHERE scope_id IN "
                "(SELECT id FROM people_organisation WHERE house_id = %s)",
                [house.pk],
            )
        cursor.execute("DELETE FROM reports_fact WHERE house_id = %s", [house.pk])


def _run(which: str, values: dict[str, Any]) -> None:
    placed = PLACED.format(which=which)
    with connection.cursor() as cursor:
        for statement in (CELLS, SPREADS):
            cursor.execute(placed + statement, values)
