"""How every form in the house is written out, whoever asks for ``{{ form }}``."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

# These draw no single input: their class would land on a box around the real ones.
BOXES = {"hidden", "multiple_hidden", "multiwidget", "radio", "checkbox_select", "select_date", "splitdatetime"}


class ComponentRenderer(TemplatesSetting):
    """Writes forms with labels, help and errors tied together and an error summary on top.

    Needs ``django.forms`` among the installed apps: widgets keep Django's own templates and only
    get Designsystemet's class.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if "widget" in context and widget_name(template_name) not in BOXES:
            context = {**context, "widget": styled(context["widget"])}
        return super().render(template_name, context, request)


def widget_name(template_name: str) -> str:
    return template_name.rsplit("/", 1)[-1].removesuffix(".html")


def styled(widget: dict[str, Any]) -> dict[str, Any]:
    """Return a widget's context with Designsystemet's class after the classes it already has.

    No placeholder: it only says the label once more, in grey, and is gone when it would help.
    """
    attrs = {name: value for name, value in widget["attrs"].items() if name != "placeholder"}
    classes = f"{attrs.get('class', '')} ds-input".strip()
    return {**widget, "attrs": {**attrs, "class": classes}}
