"""Search over sealed text, for what the reader may see (SEALING §4).

Keyed tokens find candidates; each candidate is opened and compared, newest first. A page opens at most
`OPENED_A_PAGE` cases and then says how far back it has searched. Only desks of the house search here: a
liaison's query must not become an oracle on a narrative.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from dadkar.cases.models import Case, Message, SearchEntry
from dadkar.cases.reading import listed
from dadkar.kernel.persian import to_latin_digits
from dadkar.kernel.prepared import AnyOf
from dadkar.kernel.sealing import tokens
from dadkar.kernel.sealing.fields import open_loose

FIELD = "narrative"
PAGE = 50
OPENED_A_PAGE = 500
OPENED_AT_FIRST = 100  # mostly enough for a page
COMMON_ONLY_NEWEST = 2000
NARRATIVE, WORKPLACE = Case._meta.get_field("narrative"), Case._meta.get_field("workplace_typed")
MESSAGE = Message._meta.get_field("text")


@dataclass
class Found:
    """A page of results; `before` continues the search, `back_to` says how far this page has looked."""

    cases: list[Case]
    before: int | None
    back_to: datetime | None
    only_common: bool = False


def index(case: Case, text: str) -> None:
    """Write the tokens of one case's text."""
    index_many([(case, text)])


def index_many(texts: Sequence[tuple[Case, str]]) -> None:
    """Write the tokens of many cases' texts in one statement."""
    entries = [SearchEntry(case=case, house_id=case.house_id) for case, _text in texts]
    for entry, (case, text) in zip(entries, texts, strict=True):
        entry.index(case.house_id, {FIELD: text})
    SearchEntry.objects.as_system("index").bulk_create(
        entries, update_conflicts=True, unique_fields=["case"], update_fields=["toks", "generation"]
    )


def reindex(case: Case) -> None:
    """Write a case's tokens anew from its sealed texts."""
    index(case, texts_of([case.pk])[case.pk])


def search(user: Any, text: str, *, before: int | None = None, within: Any = None) -> Found:
    """The cases that hold every word of `text`, as people type Persian, newest first.

    `within`: some of those that the user may see; all of them by default.
    """
    where = _Where(user, before, within)
    if number := _as_number(text):
        return _open_and_compare(user, where.ids(pk=number), ())
    asked = [(house, tokens.query_tokens(house, [FIELD], text)) for house in where.houses]
    if not asked or not asked[0][1]:
        return Found([], None, None)
    stems = asked[0][1].stems
    if asked[0][1].common_only:
        return _open_and_compare(user, where.newest(COMMON_ONLY_NEWEST), stems, only_common=True)
    reference = text.strip()
    hits = set(where.ids(house__in=where.houses, office_reference=reference))
    for house, one in asked:
        hits |= set(where.candidates(house, one))
    return _open_and_compare(user, sorted(hits, reverse=True), stems, reference=reference)


@dataclass
class _Where:
    """Which cases are searched: those older than id `before`, that the user may see, or `within` those."""

    user: Any
    before: int | None
    within: Any

    @property
    def houses(self) -> list[int]:
        return sorted({m.organisation.house_id for m in self.user.current_memberships})

    @property
    def cases(self) -> Any:
        rows = Case.objects.visible_to(self.user) if self.within is None else self.within
        return rows.filter(pk__lt=self.before) if self.before else rows

    def ids(self, **only: Any) -> list[int]:
        """The newest of those that fit exactly."""
        found = self.cases.filter(**only).order_by("-pk").values_list("pk", flat=True)
        return list(found[: OPENED_A_PAGE + 1])

    def newest(self, limit: int) -> list[int]:
        if self.within is None:
            return Case.scope().newest_ids(self.user, limit=limit, before=self.before)
        return list(self.cases.order_by("-pk").values_list("pk", flat=True)[:limit])

    def candidates(self, house: int, query: tokens.SearchQuery) -> list[int]:
        """The newest whose tokens fit: to be opened and compared."""
        entries = SearchEntry.objects.as_system("candidates").holding(query).filter(house_id=house)
        if self.within is None:
            entries = entries.filter(Case.scope().open_here(self.user, "case_id"))
        else:
            entries = entries.filter(case__in=self.within)
        if self.before:
            entries = entries.filter(case_id__lt=self.before)
        found = entries.order_by("-case_id").values_list("case_id", flat=True)
        return list(found[: OPENED_A_PAGE + 1])


def _open_and_compare(
    user: Any, candidates: list[int], stems: Sequence[str], *, only_common: bool = False, reference: str = ""
) -> Found:
    """Open the candidates, newest first, until a page is full or as many as a page may open are open."""
    hits: list[int] = []
    last: Opened | None = None
    for one in _in_order(candidates[:OPENED_A_PAGE]):
        same = reference and one.office_reference == reference
        if not stems or same or tokens.matches(one.text, stems):
            hits.append(one.pk)
        last = one
        if len(hits) == PAGE:
            return Found(listed(user, hits), one.pk, one.filed_at, only_common)
    more = last if len(candidates) > OPENED_A_PAGE else None
    return Found(listed(user, hits), more and more.pk, more and more.filed_at, only_common)


class Opened(NamedTuple):
    """What is compared of a case."""

    pk: int
    office_reference: str
    filed_at: datetime
    text: str


def _in_order(ids: list[int]) -> Iterator[Opened]:
    """The cases, opened, in the order of their ids; the first by themselves, as they are mostly enough."""
    for some in filter(None, (ids[:OPENED_AT_FIRST], ids[OPENED_AT_FIRST:])):
        opened = {one.pk: one for one in open_cases(some)}
        yield from (opened[pk] for pk in some if pk in opened)


def open_cases(ids: list[int]) -> list[Opened]:
    """All that the desk may find each case by, opened with one query a table and one for the keys."""
    cases = Case.objects.as_system("texts of cases in sight").filter(AnyOf("pk", ids))
    messages = Message.objects.as_system("texts of cases in sight").filter(AnyOf("case", ids)).order_by("pk")
    told = list(
        cases.values_list("pk", "uuid", "office_reference", "filed_at", "narrative", "workplace_typed")
    )
    written = list(messages.values_list("case__uuid", "uuid", "text"))
    narratives, workplaces, texts = open_loose(
        (NARRATIVE, [(uuid, uuid, narrative) for _pk, uuid, *_more, narrative, _place in told]),
        (WORKPLACE, [(uuid, uuid, place) for _pk, uuid, *_more, place in told]),
        (MESSAGE, written),
    )
    parts = {
        row[1]: [narrative, place] for row, narrative, place in zip(told, narratives, workplaces, strict=True)
    }
    for (uuid, *_more), text in zip(written, texts, strict=True):
        parts[uuid].append(text)
    return [
        Opened(pk, reference, filed_at, "\n".join(part or "" for part in parts[uuid]))
        for pk, uuid, reference, filed_at, *_more in told
    ]


def texts_of(ids: list[int]) -> dict[int, str]:
    """The texts by the cases' ids."""
    return {one.pk: one.text for one in open_cases(ids)}


def _as_number(text: str) -> int | None:
    """The serial in a case number such as ۱۴۰۵-۱۲۳, or None when it isn't one."""
    year, dash, serial = to_latin_digits(text.strip()).partition("-")
    return int(serial) if dash and year.isdecimal() and serial.isdecimal() else None


def rebuild(batch: int = 500) -> Iterator[int]:
    """Write the whole index anew, as after a crash or with another stemmer; yields how many are done."""
    last, done = 0, 0
    while cases := list(Case.objects.as_system("rebuild search").filter(pk__gt=last).order_by("pk")[:batch]):
        texts = texts_of([case.pk for case in cases])
        for case in cases:
            index(case, texts[case.pk])
        last, done = cases[-1].pk, done + len(cases)
        yield done


def fill_gaps(batch: int = 500) -> Iterator[int]:
    """Index the cases that are not, or by another stemmer, newest first; yields how many in each batch."""
    current = SearchEntry.objects.as_system("gaps").filter(
        case=OuterRef("pk"), generation=tokens.generation()
    )
    before = None
    while True:
        gaps = Case.objects.as_system("gaps").filter(~Exists(current)).order_by("-pk")
        cases = list((gaps.filter(pk__lt=before) if before else gaps)[:batch])
        if not cases:
            return
        texts = texts_of([case.pk for case in cases])
        index_many([(case, texts[case.pk]) for case in cases])
        before = cases[-1].pk
        yield len(cases)
