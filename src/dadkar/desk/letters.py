"""A referral's letter: from what was typed to what is kept, and from what is kept to paper.

`Letter.content` keeps all that the paper needs as it was on the day it was sent (names, signatory, the
table's words), except the summaries: these stay under their cases' keys, so that erasing a case takes its
summary out of the letter too. The same letter prints the same way as long as nothing of it is erased.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from dadkar.cases.letter_words import LANGUAGE, lines, row_of
from dadkar.cases.models import Answer, Referral
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.prepared import AnyOf
from dadkar.kernel.sealing.fields import open_all
from dadkar.people.models import RoleClass
from dadkar.records import papers
from dadkar.records.models import Letter

FEW, AT_ONCE = 30_000, 2000  # referrals whose letters are looked up; letters that are asked for then

# -- reading --------------------------------------------------------------------------------------


def carried(letter: Letter) -> list[Referral]:
    """The referrals that a letter took out, or whose answers it brought; in the order of its table."""
    rows = Referral.objects.as_system("of one letter").select_related("topic", "workplace", "body", "case")
    if letter.direction == Letter.Direction.IN:
        return list(rows.filter(answers__letter=letter).distinct().order_by("id"))
    return list(rows.filter(letter=letter).order_by("id"))


def may_read(user: Any, letter: Letter) -> bool:
    """Whether the user may see everything that the letter carries."""
    pks = {referral.pk for referral in carried(letter)}
    return bool(pks) and Referral.objects.visible_to(user).filter(pk__in=pks).count() == len(pks)


def visible_letters(user: Any) -> Any:
    """The letters of the user's houses of which the user may see every part.

    Letter by letter its parts are asked whether they are open: all that the user may see is a long list, and
    so are all parts there are.
    """
    out = _all_open(Referral, user, "pk")
    brought = Q(direction=Letter.Direction.IN) & Q(_all_open(Answer, user, "referral_id"))
    return Letter.objects.filter(house__in=user.houses(RoleClass.DESK)).filter(Q(out) | brought)


def newest(rows: Any, user: Any, *, limit: int, before: int | None = None) -> list[Letter]:
    """The newest of `rows`, some of the letters that the user may see; of those older than id `before`."""
    few = _of_few(user)
    if few is None:
        return list((rows.filter(pk__lt=before) if before else rows).order_by("-id")[:limit])
    few = [pk for pk in few if pk < before] if before else few
    found: list[Letter] = []
    for start in range(0, len(few), AT_ONCE):
        some = rows.filter(AnyOf("pk", few[start : start + AT_ONCE])).order_by("-id")
        found += some[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def _of_few(user: Any) -> list[int] | None:
    """Ids of all letters that may be the user's, newest first, where the user sees few referrals.

    Among all letters these may be far between. None where they are many: then they are near.
    """
    few = Referral.scope().few(user, FEW)
    if few is None:
        return None
    found: set[int] = set()
    for parts, key in (Referral, "pk"), (Answer, "referral"):
        own = parts.objects.as_system("letters of few").filter(AnyOf(key, few), letter__isnull=False)
        found.update(own.values_list("letter", flat=True))
    return sorted(found, reverse=True)


def _all_open(parts: Any, user: Any, referral: str) -> Subquery:
    """Whether all of a letter's parts are open to the user; NULL where it has none."""
    own = parts.objects.as_system("parts of letters").filter(letter=OuterRef("pk")).order_by()
    open_here = BoolAnd(Referral.scope().open_here(user, referral))
    return Subquery(own.values("letter").annotate(open=open_here).values("open"), BooleanField())


def place_of(referral: Referral) -> int | None:
    """The row of the letter's table in which the referral stands; None in a letter of its own."""
    together = Referral.objects.as_system("of one letter").filter(letter=referral.letter)
    if together.count() < 2:
        return None
    return together.filter(pk__lt=referral.pk).count() + 1


# -- paper ----------------------------------------------------------------------------------------


def pdf(letter: Letter) -> bytes:
    """The letter as PDF."""
    return papers.letter_pdf(paper(letter))


def docx(letter: Letter) -> bytes:
    """The letter as a Word file."""
    return papers.letter_docx(paper(letter))


def file_name(letter: Letter, ending: str) -> str:
    """`letter-1405-127.pdf`."""
    return f"letter-{letter.number.replace('/', '-')}.{ending}"


def paper(letter: Letter) -> papers.Letter:
    """A kept letter as plain data for paper."""
    return draw(letter.content.open(), carried(letter), number=letter.number, dated=letter.dated)


def preview(content: dict[str, Any], referrals: Sequence[Referral]) -> papers.Letter:
    """A letter as it would be sent today; it has no number yet."""
    return draw(content, referrals, number="—", dated=moment.today())


def draw(content: dict[str, Any], referrals: Sequence[Referral], *, number: str, dated: Any) -> papers.Letter:
    """Content and summaries as plain data for paper."""
    open_all(referrals, "summary")
    summaries = {str(referral.uuid): referral.summary.display() for referral in referrals}
    rows = content.get("rows") or [row_of(referral) for referral in referrals]
    lang, house, to = content.get("lang", LANGUAGE), content.get("house", {}), content.get("to", {})
    signatory, reply = content.get("signatory", {}), content.get("reply")
    with override(lang):
        body, table, closing = _text(content, rows, summaries)
    return papers.Letter(
        house=papers.House(
            house.get("name", ""), address=house.get("address", ""), phone=house.get("phone", "")
        ),
        number=number,
        date=Jalali.from_date(dated).short(lang),
        to=papers.Addressee(to.get("title", ""), to.get("organisation", "")),
        subject=content.get("subject", ""),
        body=body,
        closing=closing,
        table=table,
        signatory=papers.Signatory(signatory.get("name", ""), signatory.get("title", "")),
        lang=lang,
        enclosures=content.get("enclosures", []),
        copies=content.get("copies", []),
        in_reply_to=papers.Reference(**reply) if reply else None,
        invocation=True,
    )


Text = tuple[list[str], papers.Table | None, str | None]


def _text(content: dict[str, Any], rows: list[dict[str, str]], summaries: dict[str, str]) -> Text:
    """Paragraphs, table and closing: one matter stands in the text, several in a table."""
    opening, closing = lines(content.get("opening", "")), lines(content.get("closing", ""))
    gone = _("(erased)")
    if len(rows) == 1:
        row = rows[0]
        about = [row["topic"], row["workplace"], row["people"]]
        summary = lines(summaries.get(row["referral"], gone))
        return (
            [
                *opening,
                _("Matter: %(about)s") % {"about": _(", ").join(filter(None, about))},
                *summary,
                *closing,
            ],
            None,
            None,
        )
    titles = {"topic": _("Matter"), "workplace": _("Workplace"), "people": _("People")}
    workplaces = {row["workplace"] for row in rows}
    shared = workplaces.pop() if len(workplaces) == 1 else ""
    shown = [
        name for name in titles if any(row[name] for row in rows) and not (shared and name == "workplace")
    ]
    table = papers.Table(
        [papers.Column(titles[name]) for name in shown] + [papers.Column(_("Summary"))],
        [[*(row[name] for name in shown), summaries.get(row["referral"], gone)] for row in rows],
        caption=_("Workplace: %(name)s") % {"name": shared} if shared else "",
    )
    return opening, table, "\n".join([*closing, _("With respect,")])
