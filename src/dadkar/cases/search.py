"""Search over sealed text, for what the reader may see (SEALING §4).

Keyed tokens find candidates; each candidate is opened and compared, newest first. A page opens at most
`OPENED_A_PAGE` cases and then says how far back it has searched. Only desks of the house search here: a
liaison's query must not become an oracle on a narrative.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from dadkar.cases.models import Case, Message, SearchEntry
from dadkar.kernel.persian import to_latin_digits
from dadkar.kernel.sealing import tokens
from dadkar.kernel.sealing.errors import Erased
from dadkar.kernel.sealing.fields import open_all

FIELD = "narrative"
PAGE = 50
OPENED_A_PAGE = 500
COMMON_ONLY_NEWEST = 2000


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
    index(case, _texts([case])[case.pk])


def search(user: Any, text: str, *, before: int | None = None, within: Any = None) -> Found:
    """The cases that hold every word of `text`, as people type Persian, newest first.

    `within`: some of those that the user may see; all of them by default.
    """
    query = Case.objects.visible_to(user) if within is None else within
    if before:
        query = query.filter(pk__lt=before)
    if number := _as_number(text):
        return _open_and_compare(query.filter(pk=number), ())
    asked = [(house, tokens.query_tokens(house, [FIELD], text)) for house in _houses(user)]
    if not asked or not asked[0][1]:
        return Found([], None, None)
    stems = asked[0][1].stems
    if asked[0][1].common_only:
        newest = query.order_by("-pk").values_list("pk", flat=True)[:COMMON_ONLY_NEWEST]
        return _open_and_compare(query.filter(pk__in=list(newest)), stems, only_common=True)
    hit = Q(office_reference=text.strip())
    for house, one in asked:
        entries = SearchEntry.objects.as_system("candidates, compared after opening")
        hit |= Q(pk__in=entries.holding(one).filter(house_id=house).values("case_id"))
    return _open_and_compare(query.filter(hit), stems, reference=text.strip())


def _houses(user: Any) -> list[int]:
    return sorted({m.organisation.house_id for m in user.current_memberships})


def _open_and_compare(
    query: Any, stems: Sequence[str], *, only_common: bool = False, reference: str = ""
) -> Found:
    rows = query.select_related("topic", "county", "workplace", "officer").order_by("-pk")
    candidates = list(rows[: OPENED_A_PAGE + 1])
    opened = candidates[:OPENED_A_PAGE]
    texts = _texts(opened) if stems else {}
    found: list[Case] = []
    for case in opened:
        same = reference and case.office_reference == reference
        if not stems or same or tokens.matches(texts[case.pk], stems):
            found.append(case)
        if len(found) == PAGE:
            return Found(found, case.pk, case.filed_at, only_common)
    last = opened[-1] if len(candidates) > OPENED_A_PAGE else None
    return Found(found, last.pk if last else None, last.filed_at if last else None, only_common)


def _texts(cases: list[Case]) -> dict[int, str]:
    """All that the desk may find each case by, opened with one query a table and one for the keys."""
    open_all(cases, "narrative", "workplace_typed")
    texts = {case.pk: [clear(case.narrative), clear(case.workplace_typed)] for case in cases}
    for message in _messages(cases):
        texts[message.case_id].append(clear(message.text))
    return {pk: "\n".join(parts) for pk, parts in texts.items()}


def _messages(cases: list[Case]) -> list[Message]:
    rows = Message.objects.as_system("of cases in sight").filter(case__in=[case.pk for case in cases])
    messages = list(rows.select_related("case"))
    open_all(messages, "text")
    return messages


def clear(sealed: Any) -> str:
    """The text, or nothing when there is none or its key has been erased."""
    try:
        return sealed.open() if sealed else ""
    except Erased:
        return ""


def _as_number(text: str) -> int | None:
    """The serial in a case number such as ۱۴۰۵-۱۲۳, or None when it isn't one."""
    year, dash, serial = to_latin_digits(text.strip()).partition("-")
    return int(serial) if dash and year.isdecimal() and serial.isdecimal() else None


def rebuild(batch: int = 500) -> Iterator[int]:
    """Write the whole index anew, as after a crash or with another stemmer; yields how many are done."""
    last, done = 0, 0
    while cases := list(Case.objects.as_system("rebuild search").filter(pk__gt=last).order_by("pk")[:batch]):
        texts = _texts(cases)
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
        texts = _texts(cases)
        index_many([(case, texts[case.pk]) for case in cases])
        before = cases[-1].pk
        yield len(cases)
