"""What every form that files a case shares; each asks in its own words, and declares its own fields."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Case, Topic
from dadkar.kernel.fields import PhoneField
from dadkar.kernel.persian import normalise
from dadkar.kernel.prepared import Prepared, Slot
from dadkar.kernel.sealing import receipts
from dadkar.people.models import County, Organisation

LONGEST = 64 * 1024  # bytes of a narrative: some 32,000 letters, a dozen pages
MATCHES = 8
FEWEST_LETTERS = 2

WAYS = {  # what it takes to be told so
    Case.Told.CODE: [],
    Case.Told.SMS: ["phone"],
    Case.Told.CALL: ["phone", "safe_hours"],
    Case.Told.EMAIL: ["email"],
}
ONLY_ME, SEVERAL, UNKNOWN = "one", "several", ""


class WorkplaceChoice(forms.ModelChoiceField):
    """The workplaces that a look-up found, named with their county."""

    def label_from_instance(self, workplace: Any) -> str:
        return f"{workplace} · {workplace.county}" if workplace.county else str(workplace)


class TopicChoice(forms.ModelChoiceField):
    """Topics under their headings."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.none(), to_field_name="code", **kwargs)

    def offer(self, house: Any) -> None:
        """Take the house's own list, which is read when it is shown; its headings can't be chosen."""
        self.queryset = Topic.objects.filter(house=house, active=True).exclude(bodies=[])
        self.widget.choices = CallableChoiceIterator(cache(lambda: self._grouped(house)))

    def _grouped(self, house: Any) -> list[Any]:
        """The choices under their headings."""
        topics = _TOPICS.all(house=house.pk)
        groups: dict[str, list[tuple[str, str]]] = {}
        headings = {topic.code: str(topic) for topic in topics if topic.is_group}
        for topic in topics:
            if not topic.is_group:
                heading = headings.get(topic.code.partition(".")[0], "")
                groups.setdefault(heading, []).append((topic.code, str(topic)))
        loose = groups.pop("", [])
        return [("", _("I do not know")), *groups.items(), *loose]


_TOPICS = Prepared[Topic](
    lambda: Topic.objects.filter(house=Slot("house"), active=True).only("code", "fa", "en", "bodies")
)


@dataclass(frozen=True)
class Group:
    """Some questions that open together."""

    title: Any
    about: Any
    fields: list[Any]
    open: bool
    note: Any = ""


class FilingQuestions(forms.Form):
    """The questions of a filing, whoever asks them.

    A subclass declares the fields and, in its own words, `sentences` for what does not fit together and
    `folds` (title, what it is about, note, names of fields) for the questions that wait to be opened.
    """

    sentences: ClassVar[dict[str, Any]] = {}
    folds: ClassVar[list[tuple[Any, Any, Any, list[str]]]] = []
    mark_optional = False
    data: QueryDict
    fields: dict[str, Any]  # each of its own kind, as a subclass declares it

    def __init__(self, *args: Any, house: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house = house
        workplaces = (
            Organisation.objects.workplaces().filter(house=house).select_related("county", "workplace")
        )
        branches = Organisation.objects.branches().filter(house=house).order_by("sort_key")
        self.fields["county"].queryset = County.objects.filter(province=self._province()).order_by("fa")
        self.fields["workplace"].queryset = workplaces
        self.fields["topic"].offer(house)
        self.fields["closed_to"].queryset = branches
        if not branches.exists():
            del self.fields["closed_to"]

    def _province(self) -> str:
        county = self.house.county or County.objects.first()
        return county.province if county else ""

    # -- looking a workplace up --------------------------------------------------------------------

    @property
    def is_looking(self) -> bool:
        """Whether the button pressed was the look-up's, so that nothing is to be complained about yet."""
        return "look" in self.data

    def full_clean(self) -> None:
        if self.is_looking:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def matches(self) -> list[Organisation]:
        """The workplaces that are named like what was typed, and from now on the only ones offered."""
        typed = normalise(self.data.get("workplace_typed", "")[:200])
        field = self.fields["workplace"]
        found = field.queryset.none()
        if len(typed) >= FEWEST_LETTERS:
            found = field.queryset.named_like(typed).order_by("sort_key")[:MATCHES]
        field.queryset = found
        return list(found)

    # -- what belongs together ---------------------------------------------------------------------

    @property
    def groups(self) -> list[Group]:
        """The optional questions, a group open where something was answered or is wrong."""
        answered = set(self.changed_data) if self.is_bound else set()
        groups = []
        for title, about, note, names in self.folds:
            fields = [self[name] for name in names if name in self.fields]
            is_open = any(field.errors or field.name in answered for field in fields)
            groups.append(Group(title, about, fields, is_open, note))
        return groups

    # -- what must fit together --------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("people") == SEVERAL and not said.get("people_count"):
            self._require("people_count", "people_count")
        if said.get("left_on"):
            said["still_there"] = "no"
        self._require_way(said)
        return said

    def _require_way(self, said: dict[str, Any]) -> None:
        for name in missing_for_way(said):
            self._require(name, name)
        require_mobile(self, said)

    def _require(self, field: str, sentence: str) -> None:
        if field not in self.errors:
            self.add_error(field, self.sentences[sentence])

    # -- from what was said to what is written down --------------------------------------------------

    def read_nonce(self) -> bytes | None:
        """The form's nonce; None when it is missing or not ours, as after a page that had grown too old."""
        try:
            return receipts.read_nonce(self.data.get("nonce", ""))
        except receipts.BadNonce:
            return None

    def renew_nonce(self) -> None:
        """Put a nonce that can be used in the place of one that can't."""
        if self.is_bound and self.read_nonce() is None:
            self.data = self.data.copy()
            self.data["nonce"] = receipts.sign_nonce(receipts.new_nonce())

    def details(self) -> dict[str, Any]:
        """The columns of the case. A small workplace is kept in the worker's own words alone, sealed."""
        said = self.cleaned_data
        matter = matter_of(
            said["topic"],
            said["workplace"],
            county=said["county"],
            typed=said["workplace_typed"],
            is_small=said["is_small"],
            danger=said["danger"],
        )
        return matter | {
            "people": {ONLY_ME: 1, SEVERAL: said["people_count"]}.get(said["people"]),
            "months": said["months"],
            "amount_rial": said["amount"],
            "still_there": said["still_there"],
            "left_on": said["left_on"],
            "told": said["told"] or Case.Told.CODE,
        }


def missing_for_way(said: Mapping[str, Any], known: Collection[str] = ()) -> list[str]:
    """What is missing to be told as one wishes: a number, the hours for it, or an address.

    `known`: what was given before and still holds.
    """
    needed = WAYS[said.get("told") or Case.Told.CODE]
    return [name for name in needed if not said.get(name) and name not in known]


def require_mobile(form: forms.Form, said: Mapping[str, Any]) -> None:
    """A text message goes to a mobile number alone: say so now, or nobody is ever told."""
    if said.get("told") == Case.Told.SMS and said.get("phone") and not said["phone"].startswith("+989"):
        form.add_error("phone", PhoneField.default_error_messages["not_mobile"])


def matter_of(
    topic: Topic | None,
    workplace: Organisation | None,
    *,
    county: County | None = None,
    typed: str = "",
    is_small: bool = False,
    danger: bool = False,
) -> dict[str, Any]:
    """The columns of a case that follow from its topic and workplace, whoever files it and however.

    A small workplace is kept in the worker's own words alone, sealed.
    """
    return {
        "topic": topic,
        "county": county or (workplace.county if workplace else None),
        "workplace": None if is_small else workplace,
        "workplace_typed": typed or "",
        "is_small": is_small or is_known_small(workplace),
        "urgency": urgency_of(topic, danger=danger),
        "sensitive": bool(topic and topic.sensitive),
    }


def is_known_small(workplace: Any) -> bool:
    """Whether the workplace is known to have under ten people."""
    facts = getattr(workplace, "workplace", None)
    return bool(facts and facts.is_small)


def urgency_of(topic: Topic | None, *, danger: bool = False) -> Case.Urgency:
    """An immediate hazard counts in hours, day and night."""
    immediate = danger or (topic is not None and topic.is_immediate)
    return Case.Urgency.HAZARD if immediate else Case.Urgency.NORMAL
