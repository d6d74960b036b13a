"""How forms look."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders every field of our own forms through one template."""

    field_template_name = "components/field.html"
