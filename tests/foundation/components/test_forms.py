"""Forms come out whole: label, help, error and field tied together, errors summed up on top."""

from django import forms
from django.test.utils import override_settings
from django.utils import translation
from django.utils.html import strip_spaces_between_tags

from stegvis.foundation.components.forms import ComponentRenderer


class VisitForm(forms.Form):
    default_renderer = ComponentRenderer

    name = forms.CharField(label="Name", help_text="As in your licence.")
    note = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "wide", "placeholder": "Note"})
    )
    shift = forms.ChoiceField(label="Shift", choices=[("d", "Day"), ("n", "Night")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("token") == "clash":
            raise forms.ValidationError("<Full> on that day.")


def html(form: forms.Form) -> str:
    """The form with the whitespace between and within tags made even."""
    with translation.override("en"):
        return strip_spaces_between_tags(" ".join(str(form).split())).strip()


NAME = '<div class="sv-field"><label class="ds-label" for="id_name">Name</label>'
HELP = '<div class="sv-help" id="id_name_helptext">As in your licence.</div>'
NOTE = (
    '<div class="sv-field">'
    '<label class="ds-label" for="id_note">Note <span class="sv-optional">(optional)</span></label>'
)
SHIFT_OPTIONS = (
    '<div class="sv-options">'
    '<div class="ds-field"><input type="radio" name="shift" value="d" id="id_shift_0"{} class="ds-input">'
    '<label for="id_shift_0">Day</label></div>'
    '<div class="ds-field"><input type="radio" name="shift" value="n" id="id_shift_1"{} class="ds-input">'
    '<label for="id_shift_1">Night</label></div></div></fieldset>'
)


def test_an_untouched_form() -> None:
    assert html(VisitForm()) == (
        '<div class="sv-fields">'
        + NAME
        + HELP
        + '<input type="text" name="name" required aria-describedby="id_name_helptext" id="id_name" class="ds-input">'
        "</div>"
        + NOTE
        + '<textarea name="note" cols="40" rows="2" class="wide ds-input" id="id_note"></textarea></div>'
        '<fieldset class="ds-fieldset sv-field"><legend class="ds-label">Shift</legend>'
        + SHIFT_OPTIONS.format(*[" required"] * 2)
        + '<div class="sv-field"><div class="ds-field">'
        '<input type="checkbox" name="agree" required id="id_agree" class="ds-input">'
        '<label for="id_agree">I agree</label></div></div></div>'
        '<input type="hidden" name="token" id="id_token">'
    )


def test_a_form_with_errors() -> None:
    form = VisitForm({"note": "<script>", "token": "clash"})
    wrong = "This field is required."
    assert html(form) == (
        '<div class="ds-error-summary" role="alert" tabindex="-1" data-focus><h2>There is something to correct</h2><ul>'
        "<li>&lt;Full&gt; on that day.</li>"
        f'<li><a href="#id_name">Name: {wrong}</a></li>'
        f'<li><a href="#id_shift_0">Shift: {wrong}</a></li>'
        f'<li><a href="#id_agree">I agree: {wrong}</a></li></ul></div>'
        '<div class="sv-fields">'
        + NAME
        + HELP
        + f'<div id="id_name_error"><p class="ds-validation-message">{wrong}</p></div>'
        '<input type="text" name="name" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name" class="ds-input"></div>'
        + NOTE
        + '<textarea name="note" cols="40" rows="2" class="wide ds-input" id="id_note"> &lt;script&gt;</textarea></div>'
        '<fieldset class="ds-fieldset sv-field" aria-describedby="id_shift_error">'
        '<legend class="ds-label">Shift</legend>'
        f'<div id="id_shift_error"><p class="ds-validation-message">{wrong}</p></div>'
        + SHIFT_OPTIONS.format(*[' required aria-invalid="true"'] * 2)
        + f'<div class="sv-field"><div id="id_agree_error"><p class="ds-validation-message">{wrong}</p></div>'
        '<div class="ds-field"><input type="checkbox" name="agree" required aria-invalid="true" '
        'aria-describedby="id_agree_error" id="id_agree" class="ds-input">'
        '<label for="id_agree">I agree</label></div></div></div>'
        '<input type="hidden" name="token" value="clash" id="id_token">'
    )


def test_a_hidden_field_is_never_named() -> None:
    page = html(VisitForm({"name": "A", "shift": "d", "agree": "on"}))
    said = "Something that belongs to the page was not sent with it. Read the page again and try once more."
    assert f"<ul><li>{said}</li></ul>" in page
    assert "Hidden field" not in page


@override_settings(FORM_RENDERER="stegvis.foundation.components.forms.ComponentRenderer")
def test_the_settings_renderer_is_enough() -> None:
    class PlainForm(forms.Form):
        q = forms.CharField(label="Search", required=False)

    assert html(PlainForm()) == (
        '<div class="sv-fields"><div class="sv-field">'
        '<label class="ds-label" for="id_q">Search <span class="sv-optional">(optional)</span></label>'
        '<input type="text" name="q" id="id_q" class="ds-input"></div></div>'
    )
