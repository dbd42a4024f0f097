"""What has happened, in the worker's words: one sentence for each event that is the worker's business."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dadkar.cases.access import VOICES
from dadkar.cases.models import Referral
from dadkar.kernel import moment
from dadkar.people.models import User
from dadkar.portal.words import day_text, sentence, unstopped
from dadkar.records.models import Event

# What has no sentence here is not told: the office's own moves, and what the page shows elsewhere.
SENTENCES = {
    "case.file": _("It reached us."),
    "case.take": _("A colleague at the house has taken it up."),
    "case.decline": _("We could not take it further. The reason: “%(said)s”"),
    "case.confirm": _("You said that it is settled, and it was closed."),
    "case.close_unconfirmed": _("It was closed without your answer. You can open it again."),
    "case.withdraw": _("You said that you do not want to go on, and it was closed."),
    "case.reopen": _("It was opened again."),
    "case.join": _("Your case is followed together with those of others in the same matter. Your code and "
                   "your messages stay your own."),
    "case.joined": _("Your case is followed together with those of others in the same matter. Your code and "
                     "your messages stay your own."),
    "case.part": _("Your case is followed by itself again."),
    "case.come_back": _("You opened it again."),
    "case.ended_for.confirmed": _("You said that it is settled, and for you it was closed."),
    "case.ended_for.unconfirmed": _("For you it was closed without your answer. You can open it again."),
    "case.ended_for.withdrawn": _("You said that you do not want to go on, and for you it was closed."),
    "case.word.full": _("You said that it is done."),
    "case.word.part": _("You said that a part of it is done. What remains stays open."),
    "case.word.none": _("You said that the step was taken and nothing has reached you yet. It stays open."),
    "case.word.no": _("You said that it is not done."),
    "case.word_back": _("Your answer was taken back."),
    "case.code_renewed": _("You took a new code. The old one opens nothing any more."),
    "case.code_recovered": _("A lost code was replaced by a new one, in person at the house."),
    "case.feed_made": _("You made an address that says when there is news."),
    "case.feed_ended": _("You ended the address for news. It shows nothing any more."),
    "case.contact_opened": _("A colleague at the house looked at your name or number. The reason: "
                             "“%(said)s”"),
    "case.contact_opened.people": _("A colleague at the house looked at the names of the people. The reason: "
                                    "“%(said)s”"),
    "case.contact_opened.scan": _("A colleague at the house opened a paper with names. The reason: "
                                  "“%(said)s”"),
    "case.contact_changed": _("A colleague at the house changed your name or number."),
    "case.told_changed": _("You changed how we tell you that there is news."),
    "case.petition": _("A petition to the board was prepared."),
    "case.petition_consent": _("You agreed that the board and the employer see your name."),
    "case.petition_consent_back": _("You no longer agree that your name is seen."),
    "case.petition_filed": _("Your petition was handed to the board."),
    "case.hearing": _("The board has set a hearing, on %(day)s."),
    "case.hearing_result": _("The hearing took place."),
    "case.ruling": _("The board has ruled."),
    "case.ruling_served": _("The ruling was served. Your time to object is counted from that day."),
    "case.enforcement": _("Enforcement of the ruling was asked for."),
    "case.payment": _("A payment was written down."),
    "referral.propose": _("We wrote a summary for %(body)s. It goes there only when it is agreed to."),
    "referral.agree": _("The summary for %(body)s was agreed to."),
    "referral.agree_told": _("You agreed to the summary for %(body)s."),
    "referral.correct": _("The summary for %(body)s was sent back to be put right."),
    "referral.send": _("We sent it to %(body)s with a numbered letter."),
    "referral.share_file": _("One of your files was shown to %(body)s."),
    "referral.need_petition": _("%(body)s says that your own petition to the board is needed. The house "
                                "helps you to write it."),
    "referral.before_board": _("%(body)s says that it is before the board; the hearing is on %(day)s."),
    "referral.not_competent": _("%(body)s says that another office is the right one. We look into it."),
    "referral.agree_not_competent": _("We agreed that %(body)s is not the right office."),
    "referral.refuse": _("%(body)s did not accept it."),
    "referral.ask_info": _("%(body)s asked for something before it can answer: “%(said)s”"),
    "referral.give_info": _("%(body)s was given what it had asked for."),
    "referral.send_back": _("We did not accept the answer of %(body)s and asked again."),
    "referral.next_step": _("%(body)s did its step, but it is not settled: it owes the next one."),
    "referral.appeal": _("You asked the working group to look at the refusal of %(body)s."),
    "referral.end.refusal-accepted": _("The refusal of %(body)s stands: “%(said)s”. What else can be done is "
                                       "looked into."),
    "referral.end.not-sent": _("It was not sent to %(body)s."),
    "referral.end.discarded": _("Nothing more is asked of %(body)s."),
    "referral.reopen": _("%(body)s must answer again."),
    "commitment.promise": _("%(body)s promised: “%(said)s”, by %(day)s."),
    "commitment.claim": _("%(body)s says that it is done: “%(said)s”"),
    "commitment.confirm.full": _("You said that it is done."),
    "commitment.confirm.part": _("You said that a part of it is done. What remains stays open."),
    "commitment.confirm.none": _("You said that the step was taken and nothing has reached you yet. It "
                                 "stays open."),
    "commitment.confirm.together": _("All who were asked have said how it is for them."),
    "commitment.dispute.together": _("Not all to whom it was promised say that it is done. The promise of "
                                     "%(body)s is open again."),
    "commitment.take_back.together": _("An answer was taken back. The promise of %(body)s is open again."),
    "commitment.claim.together": _("%(body)s says that it is done."),
    "commitment.ask_extension.together": _("%(body)s asks for more time, until %(day)s."),
    "commitment.dispute": _("You said that it is not done. The promise of %(body)s is open again."),
    "commitment.take_back": _("The answer was taken back. The promise of %(body)s is open again."),
    "commitment.ask_extension": _("%(body)s asks for more time, until %(day)s: “%(said)s”"),
    "commitment.extend": _("More time was given to %(body)s, until %(day)s."),
    "commitment.refuse_extension": _("More time was not given to %(body)s."),
    "commitment.escalate": _("Somebody above %(body)s was told that the promise is late."),
}  # fmt: skip
LAID_OPEN = {Referral.State.PROPOSED, Referral.State.AGREED}
BAD = {"case.decline", "referral.refuse", "referral.not_competent", "commitment.dispute"}
OF_THE_MATTER = {
    *("referral.send", "referral.before_board", "referral.not_competent", "referral.agree_not_competent"),
    *("referral.refuse", "referral.send_back", "referral.next_step", "referral.reopen"),
    *("commitment.promise", "commitment.claim", "commitment.confirm", "commitment.dispute"),
    *("commitment.take_back", "commitment.ask_extension", "commitment.extend"),
    *("commitment.refuse_extension", "commitment.escalate"),
}
"""Of what a voice is followed in, it reads this, and of what was written there only the promise."""
TOGETHER = {
    *("commitment.confirm", "commitment.dispute", "commitment.take_back"),
    *("commitment.claim", "commitment.ask_extension"),
}
ASKS_ANSWER = {"referral.send", "referral.send_back", "referral.next_step", "referral.reopen"}
NAMED = {"case.contact_opened"}  # whoever opened a name is named to the one whose it is
APPLICANTS = {
    "case.confirm", "case.told_changed", "case.withdraw", "case.code_renewed", "case.petition_consent",
    "case.petition_consent_back", "commitment.confirm", "commitment.dispute",
    "commitment.take_back", "referral.appeal", "referral.agree_told",
    "case.word", "case.word_back", "case.come_back", "case.ended_for",
}  # fmt: skip


@dataclass
class Entry:
    """One line of the timeline component."""

    at: datetime
    text: str
    by: Any = ""
    bad: bool = False
    now: bool = False
    url: str = ""
    link: Any = ""

    @property
    def when(self) -> str:
        return day_text(self.at)


def story(
    case: Any, referrals: list[Any], commitments: list[Any], *, since: datetime | None = None
) -> list[Entry]:
    """The lines of a case and its parts, newest first.

    A voice reads of its lead's parts what has happened `since` it joined, and nothing that was written there.
    """
    parts = {row.uuid: row for row in [*referrals, *commitments]}
    events = _once(
        [event for event in Event.objects.timeline([case.uuid, *parts]) if _is_theirs(event, case, since)]
    )
    names = _names([event for event in events if event.kind in NAMED])
    lines = [
        line for event in events if (line := _told(event, parts.get(event.subject), names, since is not None))
    ]
    late = [*map(_unanswered, filter(_is_late, referrals)), *map(_unkept, filter(_is_late, commitments))]
    lines += [line for line in late if since is None or line.at >= since]
    lines.sort(key=lambda line: line.at, reverse=True)
    if lines:
        lines[0].now = case.is_open
    return lines


def _is_theirs(event: Event, case: Any, since: datetime | None) -> bool:
    return since is None or event.subject == case.uuid or (event.kind in OF_THE_MATTER and event.at >= since)


def _once(events: list[Event]) -> list[Event]:
    """That others were joined is told once: how many they are is nobody's to count."""
    first = next((event for event in events if event.kind == "case.joined"), None)
    return [event for event in events if event.kind != "case.joined" or event is first]


def _names(events: list[Event]) -> dict[str, str]:
    """Who these actors of the house are."""
    uuids = {event.actor.removeprefix("user:") for event in events if event.actor.startswith("user:")}
    return {user.ref: user.full_name for user in User.objects.filter(uuid__in=uuids)} if uuids else {}


def _template_of(event: Event, for_a_voice: bool) -> Any:
    """The sentence of an event; some kinds have several, by what happened."""
    shade = _shade_of(event, for_a_voice)
    return SENTENCES.get(f"{event.kind}.{shade}" if shade else event.kind)


def _shade_of(event: Event, for_a_voice: bool) -> str:
    facts = event.facts
    if event.kind == "case.word" and not facts["kept"]:
        return "no"
    if event.kind in TOGETHER and (for_a_voice or event.actor == VOICES.ref):
        return "together"
    if event.kind == "case.contact_opened":
        return "people" if "people" in facts else "scan" if "representative" in facts else ""
    if event.kind == "referral.end":
        if facts["before"] == Referral.State.DRAFT:
            return "draft"  # which the applicant never saw
        return "not-sent" if facts["before"] in LAID_OPEN else facts["why"]
    return facts.get("outcome") or ""


def _told(event: Event, part: Any, names: dict[str, str], for_a_voice: bool) -> Entry | None:
    template = _template_of(event, for_a_voice)
    if template is None:
        return None
    day = (
        event.facts.get("due_on")
        or event.facts.get("hearing_on")
        or event.facts.get("until")
        or event.facts.get("on")
    )
    text = sentence(
        template,
        body=body_of(part),
        said=unstopped(next((str(said) for said in event.body.values() if said), "…")),
        day=day_text(date.fromisoformat(day)) if day else "…",
    )
    if event.kind in ASKS_ANSWER and part.due_at and part.due_at > moment.now():
        text += " " + sentence(_("Its answer is due by %(day)s."), day=day_text(part.due_at))
    through_office = event.kind in APPLICANTS and event.actor.startswith("user:")
    on_word = _("written down by a colleague at the house, on your word") if through_office else ""
    by = names.get(event.actor, "") if event.kind in NAMED else on_word or _in_your_place(event)
    return Entry(event.at, text, by=by, bad=event.kind in BAD)


def _in_your_place(event: Event) -> Any:
    if event.kind == "referral.agree" and event.actor.startswith("user:"):
        return _("a second colleague at the house, in your place")
    return ""


def body_of(part: Any) -> str:
    """The name of the body that a referral went to, or that a commitment binds."""
    body = getattr(part, "body", None) or getattr(part, "debtor", None)
    return str(body or "")


def _is_late(part: Any) -> bool:
    return bool(part.is_overdue)


def _unanswered(referral: Any) -> Entry:
    text = sentence(
        _("The date passed without an answer from %(body)s. We follow it up."), body=referral.body
    )
    return Entry(referral.due_at, text, bad=True)


def _unkept(commitment: Any) -> Entry:
    text = sentence(
        _("The promised day passed, and %(body)s has not said that it is done. We follow it up."),
        body=commitment.debtor,
    )
    return Entry(commitment.due_at, text, bad=True)
