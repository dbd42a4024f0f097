"""Forms: every field with label, hint and error tied to it; nothing that was typed is lost."""

import re

import pytest
from django import forms
from django.utils.translation import override

from dadkar.web.templatetags.components import problems


class Letter(forms.Form):
    text = forms.CharField(label="Text", help_text="Say it simply.", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    phone = forms.CharField(label="Telephone", required=False, max_length=3)
    agreed = forms.BooleanField(label="Agreed")
    secret = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with override("en"):
        yield


def test_what_was_typed_comes_back() -> None:
    html = str(Letter({"text": "چهار ماه <مزد>", "kind": "b", "phone": "۱۲۳۴۵", "secret": "s"}))
    assert "چهار ماه &lt;مزد&gt;</textarea>" in html
    assert 'value="۱۲۳۴۵"' in html
    assert re.search(r'value="b"[^>]*checked', html)
    assert 'type="hidden" name="secret" value="s"' in html


def test_hint_and_error_are_tied_to_the_field() -> None:
    html = str(Letter({"text": "", "secret": "s"}))
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert '<ul class="field-error" id="id_text_error">' in html
    assert re.search(r'<textarea[^>]*aria-invalid="true"', html)
    assert '<label for="id_text">Text' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question_and_error() -> None:
    html = str(Letter({"text": "x", "secret": "s"}))
    assert '<fieldset class="field wrong" aria-describedby="id_kind_error"><legend>Kind' in html
    assert re.search(r'<label for="id_kind_0"><input[^>]*id="id_kind_0"[^>]*>\s*<span>A</span></label>', html)


def test_optional_fields_are_marked_and_not_the_needed_ones() -> None:
    html = str(Letter())
    assert html.count("(optional)") == 1
    assert re.search(r"Telephone\s+<span class=\"optional\">\(optional\)</span>", html)


def test_a_form_whose_page_says_so_itself_marks_nothing() -> None:
    class Quiet(Letter):
        mark_optional = False

    assert "(optional)" not in str(Quiet())


def test_the_summary_comes_first_and_leads_to_each_field() -> None:
    html = str(Letter({"phone": "12345"}))
    summary, _, rest = html.partition("</ul></div>")
    assert summary.startswith('<div class="problems" role="alert"')
    for target in ("#id_text", "#id_kind_0", "#id_phone", "#id_agreed"):
        assert f'<a href="{target}">' in summary
        assert f'id="{target[1:]}"' in rest


def test_an_error_of_a_hidden_field_is_still_said() -> None:
    html = str(Letter({"text": "x"}))
    assert "This field is required." in html.partition("</ul></div>")[0]
    assert 'href="#id_secret"' not in html


def test_the_summary_alone_serves_forms_laid_out_by_hand() -> None:
    form = Letter({"text": "x", "kind": "a", "agreed": "on"})
    context = problems(form)
    assert [field.name for field in context["wrong"]] == ["secret"]
    assert "problems" not in str(Letter())


def test_an_error_of_the_whole_form_is_in_the_summary() -> None:
    class Whole(Letter):
        def clean(self) -> None:
            raise forms.ValidationError("Both cannot be.")

    assert "Both cannot be." in str(Whole({})).partition("</ul></div>")[0]
