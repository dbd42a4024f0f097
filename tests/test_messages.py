"""The tool that keeps the Persian whole (`tools/messages.py`), on a house of two small rooms."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from tools import messages

VIEWS = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

TITLE = _("Open cases")
AGAIN = _(
    "Somebody else moved this "
    "meanwhile."
)
ROLE = pgettext_lazy("a person's role", "Lead")
def days(n):
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
"""
TEMPLATE = """{% load i18n %}
  <p>{% blocktranslate trimmed with name=body.name %}
      Sent to {{ name }},
      who must answer.
  {% endblocktranslate %}</p>
 <a title="{% translate "The worker's page" %}" (>{{ _("Next") }}</a>
{% blocktranslate count n=cases %}one case{% plural %}{{ n }} cases{% endblocktranslate %}
"""


def room(house: Path, name: str, code: str, persian: str | None = None) -> Path:
    folder = house / name
    folder.mkdir(parents=True)
    (folder / "views.py").write_text(code)
    if persian is not None:
        po = folder / messages.PO
        po.parent.mkdir(parents=True)
        po.write_text(messages.HEADER + persian)
    return folder


def test_everything_said_is_found(tmp_path: Path) -> None:
    desk = room(tmp_path, "desk", VIEWS)
    page = desk / "templates" / "desk" / "case.html"
    page.parent.mkdir(parents=True)
    page.write_text(TEMPLATE)
    assert {message.id for message in messages.said(desk) if message.id} == {
        "Open cases",
        "Somebody else moved this meanwhile.",
        "Lead",
        ("%(n)s day", "%(n)s days"),
        "Sent to %(name)s, who must answer.",
        "The worker's page",
        "Next",
        ("one case", "%(n)s cases"),
    }
    assert messages.said(desk).get("Lead", "a person's role") is not None


def test_tests_and_migrations_say_nothing(tmp_path: Path) -> None:
    desk = room(tmp_path, "desk", "")
    for inside in ("tests", "migrations"):
        (desk / inside).mkdir()
        (desk / inside / "one.py").write_text("_('Nobody reads this')")
    assert len(messages.said(desk)) == 0


def test_extracting_keeps_what_is_translated_and_drops_what_is_gone(tmp_path: Path) -> None:
    persian = 'msgid "Open"\nmsgstr "باز"\n\nmsgid "Gone"\nmsgstr "رفته"\n'
    desk = room(tmp_path, "desk", "_('Open'); _('Closed')", persian)
    messages.extract_all(tmp_path)
    text = (desk / messages.PO).read_text()
    assert 'msgid "Closed"\nmsgstr ""\n\nmsgid "Open"\nmsgstr "باز"\n' in text
    assert "Gone" not in text
    messages.extract_all(tmp_path)
    assert (desk / messages.PO).read_text() == text


@pytest.mark.parametrize(
    ("persian", "fault"),
    [
        ("", "not translated: 'Open %(n)s'"),
        ('msgid "Open %(n)s"\nmsgstr ""\n', "not translated: 'Open %(n)s'"),
        ('#, fuzzy\nmsgid "Open %(n)s"\nmsgstr "باز %(n)s"\n', "fuzzy: 'Open %(n)s'"),
        ('msgid "Open %(n)s"\nmsgstr "باز %(n)s"\n\nmsgid "Shut"\nmsgstr "بسته"\n', "no longer said: 'Shut'"),
        ('msgid "Open %(n)s"\nmsgstr "كار باز %(n)s"\n', "Arabic letters in the Persian of 'Open %(n)s'"),
        ('#, python-format\nmsgid "Open %(n)s"\nmsgstr "باز %(m)s"\n', "unknown named placeholder 'm'"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, persian: str, fault: str) -> None:
    room(tmp_path, "desk", "_('Open %(n)s')", persian)
    (found,) = messages.faults(tmp_path)
    assert found.startswith(f"desk: {fault}")


def test_a_sound_room_has_no_fault(tmp_path: Path) -> None:
    room(tmp_path, "desk", "_('Open')", 'msgid "Open"\nmsgstr "باز"\n')
    assert messages.faults(tmp_path) == []


def test_two_rooms_that_say_the_same_differently(tmp_path: Path) -> None:
    room(tmp_path, "cases", "_('Open')", 'msgid "Open"\nmsgstr "باز"\n')
    room(tmp_path, "desk", "_('Open')", 'msgid "Open"\nmsgstr "گشوده"\n')
    (found,) = messages.faults(tmp_path)
    assert found == "said in several ways: 'Open' (cases: باز; desk: گشوده)"


def test_compiling_renews_only_what_is_older(tmp_path: Path) -> None:
    desk = room(tmp_path, "desk", "_('Open')", 'msgid "Open"\nmsgstr "باز"\n')
    messages.compile_all(tmp_path)
    compiled = (desk / messages.PO).with_suffix(".mo")
    with compiled.open("rb") as file:
        assert read_mo(file).get("Open").string == "باز"
    before = compiled.stat().st_mtime_ns
    messages.compile_all(tmp_path)
    assert compiled.stat().st_mtime_ns == before
