"""Forms of one's own account: a token, a webhook."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.api.access import hearable
from dadkar.api.models import Scope, Token
from dadkar.kernel.fields import PersianCharField
from dadkar.people.models import RoleClass

LIVES = [(30, _("a month")), (90, _("three months")), (365, _("a year"))]
FITTING = {
    RoleClass.DESK: [
        Scope.CASES_READ,
        Scope.CASES_WRITE,
        Scope.COMMITMENTS_READ,
        Scope.BOARDS_READ,
        Scope.WEBHOOKS,
    ],
    RoleClass.BODY: [
        Scope.REFERRALS_READ,
        Scope.REFERRALS_WRITE,
        Scope.COMMITMENTS_READ,
        Scope.BOARDS_READ,
        Scope.WEBHOOKS,
    ],
}
NOUNS = [("case", _("cases")), ("referral", _("referrals")), ("commitment", _("promises"))]


def scopes_for(user: Any) -> list[tuple[str, Any]]:
    """The scopes that are of use to somebody with the user's roles."""
    held = [scope for role_class, scopes in FITTING.items() if user.has_class(role_class) for scope in scopes]
    return [(scope.value, scope.label) for scope in Scope if scope in held]


class TokenForm(forms.Form):
    """What it is for, what it may do, how long it lives."""

    fields: dict[str, Any]

    name = PersianCharField(
        label=_("What is it for?"), max_bytes=160, max_length=80, help_text=_("So that you know it again.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it be used for?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the program needs. It never sees or does more than you."),
    )
    life = forms.TypedChoiceField(
        label=_("How long?"), choices=LIVES, initial=90, coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["scopes"].choices = scopes_for(user)

    @property
    def life_wanted(self) -> timedelta:
        return timedelta(days=self.cleaned_data["life"])


class WebhookForm(forms.Form):
    """Which token it acts by, where it leads, what it is told."""

    fields: dict[str, Any]

    token = forms.ModelChoiceField(
        Token.objects.none(),
        label=_("By which token?"),
        to_field_name="uuid",
        empty_label=None,
        help_text=_("It is told what this token may see, for as long as the token lives."),
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    nouns = forms.MultipleChoiceField(
        label=_("What is it told of?"), choices=NOUNS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        fitting = Token.objects.alive().filter(user=user, scopes__contains=[Scope.WEBHOOKS.value])
        self.fields["token"].queryset = fitting.order_by("-made_at")
        self.fields["token"].label_from_instance = lambda token: token.name

    @property
    def kinds(self) -> list[str]:
        """Every kind of the chosen nouns that the token can be told of."""
        chosen = self.cleaned_data["nouns"]
        return [kind for kind in hearable(self.cleaned_data["token"]) if kind.partition(".")[0] in chosen]
