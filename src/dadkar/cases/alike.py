"""Cases that look like the same matter: shared rare tokens, then opened and compared (SEALING §4).

A hint for whoever may see both, never a merge. It costs a fixed number of indexed queries and opens at most
`2 * OPENED_A_WAY` cases, however many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q

from dadkar.cases.models import Case, SearchEntry
from dadkar.cases.search import FIELD
from dadkar.kernel.sealing import tokens
from dadkar.kernel.sealing.fields import open_all
from dadkar.kernel.written import Written
from dadkar.people.models import Workplace

SHOWN = 5
OPENED_A_WAY = 25  # cases opened of those at the same workplace, and of those with the same rare tokens
RAREST, SHARED = 6, 3
"""A candidate shares three of the text's six rarest tokens: in a bucket of 1 % of the cases, one in a million
does so by chance."""
LOOKED_AT = 200  # candidates by tokens, of which the reader may not see all
LEAST_STEMS = 4  # a text of fewer rare stems says too little to be compared
ALIKE_HERE, ALIKE_ELSEWHERE = 0.35, 0.6
"""How much of the shorter text's rare stems the longer one must hold, at the same workplace and elsewhere."""


@dataclass(frozen=True)
class Alike:
    """A case that looks like the same matter; `share` is how much of the shorter text both hold, 0 to 1."""

    case: Case
    share: float
    same_place: bool


def alike_to(case: Case, user: Any) -> list[Alike]:
    """What looks like the same matter as this case, among what `user` may see and is not followed with it."""
    text, lead = case.narrative.display(), case.lead_id or case.pk
    return alike(text, user, house=case.house_id, workplace=case.workplace_id, but=lead)


def alike(text: str, user: Any, *, house: int, workplace: int | None = None, but: int = 0) -> list[Alike]:
    """The cases of a house that `user` may see and that look like what `text` tells; at most `SHOWN`.

    `but`, and what is followed together with it, is left out. The likest come first, and of those the newest.
    """
    stems = set(tokens.rare_stems(text))
    if len(stems) < LEAST_STEMS:
        return []
    places = _places(workplace)
    seen = Case.objects.visible_to(user).filter(house=house).exclude(Q(pk=but) | Q(lead=but))
    if places:  # two known workplaces that have nothing to do with each other are two matters
        seen = seen.filter(Q(workplace=None) | Q(workplace__in=places))
    seen = seen.select_related("topic", "county", "workplace").order_by("-pk")
    found = {case.pk: case for case in _at(places, seen) + _with_rare_tokens(seen, house, text)}
    open_all(list(found.values()), "narrative")
    judged = (_judged(case, stems, places) for case in found.values())
    alike = [one for one in judged if one.share >= (ALIKE_HERE if one.same_place else ALIKE_ELSEWHERE)]
    return sorted(alike, key=lambda one: (-one.share, -one.case.pk))[:SHOWN]


def _places(workplace: int | None) -> set[int]:
    """A workplace with its contractors and its principal employer: people name one or the other."""
    if workplace is None:
        return set()
    own = Q(organisation=workplace, principal_employer__isnull=False) | Q(principal_employer=workplace)
    pairs = Workplace.objects.filter(own).values_list("organisation_id", "principal_employer_id")
    return {workplace, *(place for pair in pairs for place in pair)}


def _at(places: set[int], seen: Any) -> list[Case]:
    return list(seen.filter(workplace__in=places)[:OPENED_A_WAY]) if places else []


def _with_rare_tokens(seen: Any, house: int, text: str) -> list[Case]:
    rarest = SearchEntry.rarest(tokens.tokens_for(house, {FIELD: text}), RAREST)
    if len(rarest) < SHARED:
        return []
    some = Q()
    for together in combinations(rarest, SHARED):
        some |= Q(toks__contains=Written(list(together)))
    entries = SearchEntry.objects.as_system("candidates, compared after opening").current()
    ids = entries.filter(some, house_id=house).order_by("-case_id").values_list("case_id", flat=True)
    return list(seen.filter(pk__in=list(ids[:LOOKED_AT]))[:OPENED_A_WAY])


def _judged(case: Case, stems: set[str], places: set[int]) -> Alike:
    share = _share(stems, tokens.rare_stems(case.narrative.display()))
    return Alike(case, share, case.workplace_id in places)


def _share(stems: set[str], others: Iterable[str]) -> float:
    """How much of the shorter text's stems the longer one holds."""
    theirs = set(others)
    shorter = min(len(stems), len(theirs))
    return len(stems & theirs) / shorter if shorter >= LEAST_STEMS else 0.0
