"""How templates ask for what there is to know of a field."""

from django import template

from ..guide import FIELDS, SECTIONS, Entry, Section

register = template.Library()


@register.filter
def guide_entry(name: str) -> Entry | None:
    """Return what there is to know of the parameter `name`; nothing for a field of another kind."""
    return FIELDS.get(name)


@register.filter
def guide_section(anchor: str) -> Section | None:
    """Return the section of the page “How a SIP domain works” with that anchor; nothing where there is none."""
    return next((section for section in SECTIONS if section.anchor == anchor), None)
