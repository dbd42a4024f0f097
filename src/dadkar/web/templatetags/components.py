"""Components: HTML that pages share. In every template (settings' builtins); all of them live at /style/.

{% mark claimed=c.claimed confirmed=c.confirmed disputed=… late=… show=True %}  the mark with its word
{% logo %}                                        the mark as the sign of the house
{% phase _("They say it is done") claimed=True %} where a matter stands (h1)
{% note "danger" %}…{% endnote %}                 a note; kinds: info (default), warning, danger
{% empty _("Nothing is waiting") %}…{% endempty %}  an empty place: what to do next
{% chip _("Collective") "strong" %}               a word; kinds: plain, strong, warning, danger
{% deadline _("4 days past") "late" %}            kinds: late, soon, ok, wait (lawful wait), done
{% keepbar confirmed=58 claimed=22 overdue=8 in_time=12 %}   the counts as one bar with its words, and
                                                  `waiting=`, where lawful waits are told apart
{% keep_legend %} / {% keep_patterns %}           its legend, once a page / its hatches (shells draw them)
{% progress done=40 total=100 label=_("Rows read") %}        long work under way
{% code "12345678901234567890" %}                 a receipt's digits in groups of four
{% timeline entries %}                            entries: {when, text, by, now, bad, url, link}; newest first
{% pager next_url=… text=_("Older") first_url=… %}           the next page of a list without counts
{% sep %}                                         between facts of one line
{% tabs items _("Filter by state") %}             items: {url, label, count, current}
{% crumbs items %}                                items: (label, url) pairs before this page
{% disclosure _("Why this day?") %}…{% enddisclosure %}      more for who wants it
{% confirm _("Decline") %}…form…{% endconfirm %}  a consequential step, opened before it is taken; no dialog
{% problems form %}                               the summary of a form's errors, for forms laid out by hand
{% press %}                                       in each form of a verb: pressed twice, it is done once
{{ form }} / {{ form.name.as_field_group }}       a whole form / one field, through web.forms.Renderer

Plain classes: .lead (a board's first sentence), .ask (a question to answer), .button(.quiet|.danger|.slim),
.buttons, .plain (a button that looks like a link), .table with data-label on each td (.number, .under;
wrap in .scroll to keep columns on a phone), .facts (dl), .letter, .receipt, .fields-row, .beside, .prose.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dadkar.kernel.models import press as presses

from .dadkar import digits as in_digits
from .dadkar import number

register = template.Library()

FIRST = "M13.25 3.9a8.2 8.2 0 0 1 0 16.2z"
SECOND = "M10.75 3.9a8.2 8.2 0 0 0 0 16.2z"
RING = mark_safe('<circle class="ring" cx="12" cy="12" r="11.6"/>')
CUT = mark_safe('<path class="gap" d="M3.5 20.5l17-17"/><path class="cut" d="M3.5 20.5l17-17"/>')


def mark_words(*, claimed: bool, confirmed: bool, disputed: bool, late: bool) -> str:
    """What the mark says, in words. A dispute outweighs the claim; a confirmation ends lateness."""
    if disputed:
        words = pgettext("mark", "not confirmed")
    elif confirmed:
        return pgettext("mark", "confirmed")
    elif claimed:
        words = pgettext("mark", "said to be done; not yet confirmed")
    else:
        words = pgettext("mark", "not yet done")
    return _("%(state)s, past its date") % {"state": words} if late else words


def drawing(*, disputed: bool = False, late: bool = False) -> SafeString:
    """The two halves, with the ring of lateness and the cut of dispute where they apply."""
    return format_html(
        '<svg viewBox="0 0 24 24" aria-hidden="true">{}<path class="first" d="{}"/>'
        '<path class="second" d="{}"/>{}</svg>',
        RING if late else "",
        FIRST,
        SECOND,
        CUT if disputed else "",
    )


@register.simple_tag
def mark(
    claimed: object = False,
    confirmed: object = False,
    disputed: object = False,
    late: object = False,
    show: bool = False,
    large: bool = False,
    word: str = "",
) -> SafeString:
    """The mark of one commitment; `show` prints its word, which screen readers hear in any case."""
    states = {"claimed": bool(claimed), "confirmed": bool(confirmed), "disputed": bool(disputed)}
    states["late"] = bool(late) and not confirmed
    return format_html(
        '<span class="mark{}"{}>{}<span{}>{}</span></span>',
        " mark-large" if large else "",
        format_html_join("", " data-{}", ((name,) for name, on in states.items() if on)),
        drawing(disputed=states["disputed"], late=states["late"]),
        "" if show else mark_safe(' class="visually-hidden"'),
        word or mark_words(**states),
    )


@register.simple_tag
def logo() -> SafeString:
    """The mark as the sign of the house: one half given, one to come. The name beside it is its word."""
    return format_html('<span class="mark" data-claimed aria-hidden="true">{}</span>', drawing())


@register.simple_tag
def sep() -> SafeString:
    """Between facts of one line: a rule, for a dot beside Persian digits reads as a zero. It ends no line."""
    return mark_safe(' <span class="sep">\N{NO-BREAK SPACE}</span>')


@register.simple_tag
def press() -> SafeString:
    """The nonce by which a form counts once, however often it is sent (`kernel.models.Press`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', presses.FIELD, uuid4())


@register.simple_tag
def phase(text: str, **states: object) -> SafeString:
    """Where a matter stands: the mark, large, and one sentence, as the page's first heading."""
    return format_html('<h1 class="phase">{}<span>{}</span></h1>', mark(large=True, **states), text)  # type: ignore[arg-type]


@register.simple_block_tag
def note(content: str, kind: str = "info") -> SafeString:
    """A note beside the text."""
    return format_html('<div class="note {}">{}</div>', kind, content)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """An empty place, which says what to do next."""
    return format_html('<div class="empty"><p class="title">{}</p>{}</div>', title, content)


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    """More, for who wants it."""
    return format_html(
        '<details class="disclosure"{}><summary>{}</summary><div>{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def confirm(content: str, label: str, kind: str = "danger", open: bool = False) -> SafeString:
    """A consequential step: opened first, taken second, on the same page and without a script."""
    return format_html(
        '<details class="confirm"{}><summary class="button {}">{}</summary>'
        '<div class="confirm-body">{}</div></details>',
        mark_safe(" open") if open else "",
        kind,
        label,
        content,
    )


@register.simple_tag
def chip(text: object, kind: str = "") -> SafeString:
    """A word about a thing."""
    return format_html('<span class="chip {}">{}</span>', kind, text)


SHAPES = {  # each kind has its own outline, so that colour is never the only sign
    "late": '<path class="solid" d="M8 1.5 15 14H1z"/>',
    "soon": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4l3 2"/>',
    "ok": '<circle cx="8" cy="8" r="6.5"/>',
    "wait": '<path d="M5 2v12M11 2v12"/>',
    "done": '<path d="m2 8.5 4 4 8-9"/>',
}


@register.simple_tag
def deadline(text: object, kind: str = "ok") -> SafeString:
    """A date by which something is due: shape, words, and only then colour."""
    return format_html(
        '<span class="deadline {}"><svg viewBox="0 0 16 16" aria-hidden="true">{}</svg>{}</span>',
        kind,
        mark_safe(SHAPES[kind]),  # noqa: S308 (our own constant)
        text,
    )


def keep_words(waiting: bool = False) -> dict[str, str]:
    """The parts of a keep bar, in its order, with their words; lawful waits where they are told apart."""
    lawful = {"waiting": pgettext("keep bar", "lawful wait")} if waiting else {}
    return {
        "confirmed": pgettext("keep bar", "confirmed"),
        "claimed": pgettext("keep bar", "only claimed"),
        "overdue": pgettext("keep bar", "past the date"),
        **lawful,
        "in_time": pgettext("keep bar", "in time"),
    }


def keep_rect(part: str, x: float, width: float) -> SafeString:
    """One part of the bar; hatches come by reference from `keep_patterns`."""
    fill = mark_safe(f' fill="url(#keep-{part})"') if part in ("claimed", "overdue") else ""  # noqa: S308
    return format_html(
        '<rect class="keep-{}" x="{}%" width="{}%" height="100%"{}/>',
        part.replace("_", "-"),
        f"{x:.2f}",
        f"{width:.2f}",
        fill,
    )


@register.simple_tag
def keepbar(
    confirmed: int = 0, claimed: int = 0, overdue: int = 0, in_time: int = 0, waiting: int = 0
) -> SafeString:
    """Counts as one stacked bar with a text alternative; `claimed` are the claimed but not confirmed."""
    counts = {"confirmed": confirmed, "claimed": claimed, "overdue": overdue, "waiting": waiting}
    counts["in_time"] = in_time
    total = sum(counts.values()) or 1
    x, rects = 0.0, []
    for part, count in counts.items():
        if count:
            rects.append(keep_rect(part, x, max(100 * count / total - 0.4, 0.4)))
            x += 100 * count / total
    words = keep_words(waiting=True)
    said = _(", ").join(f"{words[part]}: {number(count)}" for part, count in counts.items() if count)
    return format_html(
        '<div class="keepbar" role="img" aria-label="{}"><svg aria-hidden="true">{}</svg></div>',
        said or _("nothing yet"),
        mark_safe("".join(rects)),  # noqa: S308 (each part was escaped)
    )


@register.simple_tag
def keep_legend(waiting: bool = False) -> SafeString:
    """What the parts of the bars mean."""
    items = (
        format_html('<li><svg aria-hidden="true">{}</svg>{}</li>', keep_rect(part, 0, 100), word)
        for part, word in keep_words(waiting).items()
    )
    return format_html('<ul class="legend">{}</ul>', mark_safe("".join(items)))  # noqa: S308


@register.simple_tag
def keep_patterns() -> SafeString:
    """The hatches that keep bars refer to: lines for what is only said, dots for what is late."""
    return mark_safe(
        '<svg class="patterns" aria-hidden="true"><defs>'
        '<pattern id="keep-claimed" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="keep-hatch-ground" width="6" height="6"/>'
        '<path class="keep-hatch" stroke-width="4" d="M0 0v6"/></pattern>'
        '<pattern id="keep-overdue" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect class="keep-late-ground" width="6" height="6"/>'
        '<circle class="keep-late-dot" cx="3" cy="3" r="1"/></pattern></defs></svg>'
    )


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, label: str, under: str = "") -> dict[str, Any]:
    """Long work under way, with its numbers in words."""
    return {"done": done, "total": total, "label": label, "under": under}


@register.simple_tag
def code(digits: str, size: int = 4) -> SafeString:
    """A receipt's digits in groups to copy by hand: left to right, in the reader's digits."""
    groups = ((in_digits(digits[i : i + size]),) for i in range(0, len(digits), size))
    return format_html(
        '<bdi class="code" dir="ltr">{}</bdi>', format_html_join(" ", "<span>{}</span>", groups)
    )


@register.inclusion_tag("web/components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first."""
    return {"entries": entries}


@register.inclusion_tag("web/components/pager.html")
def pager(next_url: str = "", text: str = "", first_url: str = "") -> dict[str, Any]:
    """The next page of a list without counts."""
    return {"next_url": next_url, "text": text, "first_url": first_url}


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Views of one list, as links; `label` names them for screen readers."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/components/crumbs.html")
def crumbs(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The pages above this one."""
    return {"items": items}


@register.inclusion_tag("web/forms/problems.html")
def problems(form: BaseForm) -> dict[str, Any]:
    """The summary of a form's errors, each linked to its field."""
    return {"form": form, "errors": form.non_field_errors(), "wrong": [f for f in form if f.errors]}
