"""How forms become HTML: our templates for form and field, the project's engine for all of them."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, hint and error tied to each field; the summary of errors on top, with links."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
