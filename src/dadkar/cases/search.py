"""Search over sealed text, for what the reader may see (SEALING §4).

Keyed tokens find candidates; each candidate is opened and compared, newest first. A page opens at most
`OPENED_A_PAGE` cases and then says how far back it has searched. Only desks of the house search here: a
liaison's query must not become an oracle on a narrative.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from dadkar.cases.models import Case, Message, SearchEntry
from dadkar.kernel.persian import stems
from dadkar.kernel.sealing import tokens
from dadkar.kernel.sealing.fields import Erased, open_all

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
    SearchEntry.objects.as_system("index").update_or_create(
        case=case,
        defaults={
            "house_id": case.house_id,
            "toks": tokens.tokens_for(case.house_id, {FIELD: text}),
            "generation": tokens.GENERATION,
        },
    )


def text_of(case: Case) -> str:
    """All that the desk may find a case by."""
    parts = [case.narrative.open(), case.workplace_typed.open() if case.workplace_typed else ""]
    parts += [message.text.open() for message in Message.objects.of(case)]
    return "\n".join(parts)


def reindex(case: Case) -> None:
    """Write the tokens anew from the sealed text; an erased case loses its row."""
    try:
        index(case, text_of(case))
    except Erased:
        SearchEntry.objects.as_system("erased").filter(case=case).delete()


def search(user: Any, text: str, *, before: int | None = None, **filters: Any) -> Found:
    """The cases that hold every word of `text`, as people type Persian, newest first."""
    wanted = set(stems(text))
    house_ids = {m.organisation.house_id for m in user.current_memberships}
    query = Case.objects.visible_to(user).filter(**filters)
    if before:
        query = query.filter(pk__lt=before)
    if number := _as_number(text):
        query, wanted = query.filter(Q(pk=number) | Q(office_reference=text.strip())), set()
    looked_for = [tokens.query_tokens(house, FIELD, text) for house in house_ids] if wanted else []
    only_common = bool(wanted) and not any(looked_for)
    if any(looked_for):
        hit = Q()
        for house, toks in zip(house_ids, looked_for, strict=True):
            hit |= Q(searchentry__house_id=house, searchentry__toks__contains=toks)
        query = query.filter(hit)
    elif only_common:
        query = query.filter(pk__in=list(query.order_by("-pk").values_list("pk", flat=True)[:COMMON_ONLY_NEWEST]))
    return _open_and_compare(query, wanted, only_common)


def _open_and_compare(query: Any, wanted: set[str], only_common: bool) -> Found:
    candidates = list(query.select_related("topic", "county", "workplace", "officer").order_by("-pk")[: OPENED_A_PAGE + 1])
    more = len(candidates) > OPENED_A_PAGE
    opened = candidates[:OPENED_A_PAGE]
    if wanted:
        open_all(opened, "narrative", "workplace_typed")
    found: list[Case] = []
    for case in opened:
        if not wanted or wanted <= set(stems(_safe_text(case))):
            found.append(case)
        if len(found) == PAGE:
            return Found(found, case.pk, case.filed_at, only_common)
    last = opened[-1] if more else None
    return Found(found, last.pk if last else None, last.filed_at if last else None, only_common)


def _safe_text(case: Case) -> str:
    try:
        return text_of(case)
    except Erased:
        return ""


def _as_number(text: str) -> int | None:
    """The serial in a case number such as ۱۴۰۵-۱۲۳, or None when it isn't one."""
    from dadkar.kernel.persian import to_latin_digits

    year, dash, serial = to_latin_digits(text.strip()).partition("-")
    return int(serial) if dash and year.isdigit() and serial.isdigit() else None


def rebuild(batch: int = 1000) -> Iterator[int]:
    """Write the whole index anew, after a crash emptied it or the stemmer changed; yields how many are done."""
    last, done = 0, 0
    while cases := list(Case.objects.as_system("rebuild search").filter(pk__gt=last).order_by("pk")[:batch]):
        open_all(cases, "narrative", "workplace_typed")
        for case in cases:
            reindex(case)
        last, done = cases[-1].pk, done + len(cases)
        yield done
