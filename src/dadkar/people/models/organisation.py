from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dadkar.kernel.actor import Actor, require_actor
from dadkar.kernel.flow import WrongState
from dadkar.kernel.persian import normalise, sort_key

from .principal import Principal


class Kind(models.TextChoices):
    """Where in the tree an organisation stands."""

    HOUSE = "house", _("Workers' house")
    BRANCH = "branch", _("Branch of the house")
    AGENCY = "agency", _("Agency")
    OFFICE = "office", _("Office of an agency")
    WORKPLACE = "workplace", _("Workplace")


class OrganisationQuerySet(models.QuerySet):
    def below(self, organisation: "Organisation") -> Self:
        """The organisation and all that stands below it today."""
        return self.filter(above__ancestor=organisation, above__until=None)

    def bodies(self) -> Self:
        """Those that can be sent a referral."""
        return self.filter(kind__in=[Kind.AGENCY, Kind.OFFICE], until=None)

    def branches(self) -> Self:
        return self.filter(kind=Kind.BRANCH, until=None)

    def workplaces(self) -> Self:
        return self.filter(kind=Kind.WORKPLACE, until=None)

    def named_like(self, text: str) -> Self:
        """Those whose name holds each typed word, however it was spelled."""
        found = self
        for word in normalise(text).split():
            found = found.filter(name_key__contains=word)
        return found


class Organisation(models.Model):
    """A node of the one tree. A name is kept in both languages; `body` is a code of agencies.yaml."""

    Kind = Kind

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("self", models.PROTECT, related_name="+", editable=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("stands below"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    body = models.SlugField(_("kind of body"), blank=True)
    fa = models.CharField(_("name in Persian"), max_length=160)
    en = models.CharField(_("name in English"), max_length=160, blank=True)
    name_key = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    county = models.ForeignKey(
        "people.County", models.PROTECT, null=True, blank=True, verbose_name=_("county")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["house", "kind", "sort_key"], name="organisation_list")]

    def __str__(self) -> str:
        return self.fa if get_language() == "fa" or not self.en else self.en

    def save(self, **kwargs: Any) -> None:
        self.name_key = normalise(f"{self.fa} {self.en}")[:400]
        self.sort_key = sort_key(self.fa)[:400]
        new = self._state.adding
        with transaction.atomic():
            super().save(**kwargs)
            if new:
                Closure.grow(self)
                Principal.objects.make_for_organisation(self)

    @property
    def area(self) -> str:
        """The calendar's name of where it works; empty means the whole country."""
        return self.county.area if self.county else ""

    @classmethod
    @transaction.atomic
    def found_house(cls, **fields: Any) -> "Organisation":
        """A new province's house: the root that every row of this tenancy names as its `house`."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [cls._meta.db_table])
            number = cursor.fetchone()[0]
        house = cls(id=number, house_id=number, kind=Kind.HOUSE, **fields)
        house.save(force_insert=True)
        return house

    @transaction.atomic
    def move(self, to: "Organisation | None", on: date, *, by: Actor) -> None:
        """Stand below `to` (None: at the top) from the day `on`, with all that stands below this one.

        The old places end the day before. Raises WrongState for a day to come or before the present place
        began, for another house, and for a place below itself.
        """
        require_actor(by)
        type(self).objects.select_for_update().get(pk=self.house_id)  # one move of a house's tree at a time
        self._require_can_move(to, on)
        Closure.regrow(self, to, on)
        self.parent = to
        self.save(update_fields=["parent"])

    def _require_can_move(self, to: "Organisation | None", on: date) -> None:
        if on > timezone.localdate():
            raise WrongState(_("A move can't be recorded before it happens."))
        if Closure.objects.filter(descendant=self, until=None, since__gt=on).exists():
            raise WrongState(_("It stands where it is since a later day than that."))
        if to is None:
            return
        if to.house_id != self.house_id:
            raise WrongState(_("It can't move to another house."))
        if Closure.objects.filter(ancestor=self, descendant=to, until=None).exists():
            raise WrongState(_("It can't stand below itself."))

    def ancestors(self) -> list["Organisation"]:
        """From the root down to this one, as organised today."""
        rows = Closure.objects.filter(descendant=self, until=None).select_related("ancestor")
        return [row.ancestor for row in rows.order_by("-depth")]

    def same_body(self, other: "Organisation") -> bool:
        """Whether one is the other or a unit of it: between these nothing is a redirect."""
        return Closure.objects.filter(
            models.Q(ancestor=self, descendant=other) | models.Q(ancestor=other, descendant=self), until=None
        ).exists()


class Closure(models.Model):
    """Who stands below whom, from when to when. A reorganisation ends rows and adds others."""

    ancestor = models.ForeignKey(Organisation, models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Organisation, models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["descendant", "until"]), models.Index(fields=["ancestor", "until"])]

    @classmethod
    def grow(cls, organisation: Organisation) -> None:
        """Write the rows of a new leaf: itself, and one for each that stands above its parent."""
        rows = [Closure(ancestor=organisation, descendant=organisation, depth=0, since=organisation.since)]
        if organisation.parent_id:
            above = cls.objects.filter(descendant_id=organisation.parent_id, until=None)
            rows += [
                Closure(
                    ancestor_id=row.ancestor_id,
                    descendant=organisation,
                    depth=row.depth + 1,
                    since=organisation.since,
                )
                for row in above
            ]
        Closure.objects.bulk_create(rows)

    @classmethod
    def regrow(cls, organisation: Organisation, to: Organisation | None, on: date) -> None:
        """End the rows that tie a subtree to what stood above it, and write those of its new place."""
        below = list(cls.objects.filter(ancestor=organisation, until=None))
        old = cls.objects.filter(descendant=organisation, until=None, depth__gt=0)
        ended = cls.objects.filter(
            ancestor__in=[row.ancestor_id for row in old],
            descendant__in=[row.descendant_id for row in below],
            until=None,
        )
        ended.filter(since__gte=on).delete()  # moved twice on one day: never a whole day in between
        ended.update(until=on - timedelta(days=1))
        above = cls.objects.filter(descendant=to, until=None) if to else []
        Closure.objects.bulk_create(
            Closure(
                ancestor_id=high.ancestor_id,
                descendant_id=low.descendant_id,
                depth=high.depth + low.depth + 1,
                since=on,
            )
            for high in above
            for low in below
        )


class Workplace(models.Model):
    """What is known of a workplace beyond its name."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    national_id = models.CharField(_("national ID"), max_length=11, blank=True)
    workshop_code = models.CharField(_("insurance workshop code"), max_length=12, blank=True)
    principal_employer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contractors",
        verbose_name=_("principal employer"),
    )
    kind_of_work = models.CharField(_("kind of work"), max_length=120, blank=True)
    headcount = models.PositiveIntegerField(_("number of people"), null=True, blank=True)

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")

    SMALL = 10

    def __str__(self) -> str:
        return self.legal_name or str(self.organisation)

    @property
    def is_small(self) -> bool:
        """Under ten people: a detail names the worker, so none goes to an agency."""
        return self.headcount is not None and self.headcount < self.SMALL
