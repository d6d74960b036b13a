"""Components of pages: drawn from what they are given, and kept."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from domains.services import current_account
from domains.templatetags import components

_kept: Any = vars(components._draw)["__wrapped__"]


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    _kept.cache_clear()


def drawn(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


def test_a_component_looks_as_it_does_when_it_is_included() -> None:
    for component in ("flag", "status", "sid", "time"):
        values = {
            "on": True,
            "state": "applied",
            "label": "Applied",
            "sid": "SD1",
            "at": datetime(2026, 1, 2, tzinfo=UTC),
        }
        arguments = " ".join(f"{name}={name}" for name in values)
        included = drawn(f'{{% include "components/{component}.html" with {arguments} only %}}', **values)
        assert drawn(f'{{% component "{component}" {arguments} %}}', **values) == included.strip()


def test_a_component_is_drawn_once_for_the_same_values() -> None:
    for _ in range(3):
        drawn('{% component "flag" on=on %}', on=True)
    assert _kept.cache_info().misses == 1


def test_text_is_escaped_even_after_the_same_text_was_called_safe() -> None:
    text = "<b>bold</b>"
    assert text in drawn('{% component "status" state="applied" label=label %}', label=mark_safe(text))  # noqa: S308
    assert text not in drawn('{% component "status" state="applied" label=label %}', label=text)


def test_a_time_is_drawn_anew_in_another_zone() -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert "01:00" in drawn('{% component "time" at=at %}', at=at)
    with timezone.override("UTC"):
        assert "00:00" in drawn('{% component "time" at=at %}', at=at)


@pytest.mark.parametrize(
    "name",
    [
        "acme.sip.twilio.com",
        "desk.front-hall.acme.sip.twilio.com",
        "-.x..sip.twilio.com",
        "",
        ".",
        "acme",
        "<b>&-.sip.twilio.com",
        f"{'a' * 63}.sip.twilio.com",
        ".sip.twilio.com",
    ],
)
def test_the_text_of_a_name_is_the_name_to_copy_and_to_find(name: str) -> None:
    assert unescape(strip_tags(drawn("{{ name|as_name }}", name=name))) == name


def test_a_name_may_break_before_its_dots_and_within_no_word() -> None:
    html = drawn("{{ name|as_name }}", name="desk.front-hall.sip.twilio.com")
    assert html == 'desk<wbr>.front-hall<wbr><span class="name-end">.sip.twilio.com</span>'


def test_a_word_of_a_name_that_fits_no_column_may_break() -> None:
    html = drawn("{{ name|as_name }}", name=f"desk-{'a' * 30}.example")
    assert html == f'desk-<span class="name-long">{"a" * 30}</span><wbr>.example'


def test_a_name_is_escaped() -> None:
    assert drawn("{{ name|as_name }}", name="<i>.<b>") == "&lt;i&gt;<wbr>.&lt;b&gt;"


def test_a_component_sees_nothing_of_the_page() -> None:
    assert "Off" in drawn('{% component "flag" %}', on=True)


def test_a_component_takes_no_row_for_a_row_stays_equal_to_itself_when_it_changes() -> None:
    with pytest.raises(TypeError, match="must be given values"):
        drawn('{% component "status" state="applied" label=label %}', label=current_account())


def test_a_long_text_takes_no_memory_once_it_is_drawn() -> None:
    for _ in range(2):
        assert "x" * 1000 in drawn('{% component "copy" value=value what="it" %}', value="x" * 1000)
    assert _kept.cache_info().misses <= 1, "the icon of the button"


def test_nothing_is_kept_while_templates_are_worked_on(settings: Any) -> None:
    settings.DEBUG = True
    drawn('{% component "flag" on=on %}', on=True)
    assert _kept.cache_info().misses == 0
