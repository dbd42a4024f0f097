"""Fields that offer rows of the house to choose from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases.models import Topic


class WorkplaceChoice(forms.ModelChoiceField):
    """The workplaces that a look-up found, named with their county."""

    def label_from_instance(self, workplace: Any) -> str:
        return f"{workplace} · {workplace.county}" if workplace.county else str(workplace)


class TopicChoice(forms.ModelChoiceField):
    """Topics under their headings."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.none(), to_field_name="code", **kwargs)

    def offer(self, house: Any) -> None:
        """Take the house's own list; its headings group the choices and can't be chosen."""
        topics = list(Topic.objects.filter(house=house, active=True))
        self.queryset = Topic.objects.filter(
            house=house, active=True, pk__in=[t.pk for t in topics if not t.is_group]
        )
        groups: dict[str, list[tuple[str, str]]] = {}
        headings = {topic.code: str(topic) for topic in topics if topic.is_group}
        for topic in topics:
            if not topic.is_group:
                heading = headings.get(topic.code.partition(".")[0], "")
                groups.setdefault(heading, []).append((topic.code, str(topic)))
        loose = groups.pop("", [])
        self.widget.choices = [("", _("I do not know")), *groups.items(), *loose]
