"""A change, parameter by parameter."""

from typing import Any

import pytest
from django.utils import timezone

from domains.models import Change, SipDomain
from domains.views.comparing import Comparison, Row, compare
from domains.views.differing import differences, prospect
from domains.views.marking import Part, marked

from .changes import NAME, mirrored, told
from .twilio_server import DOMAIN_SID, resource

URL = "https://voice.example.com/calls/incoming?tenant=12"
OTHER_URL = "https://voice.example.com/calls/outgoing?tenant=12"


def words(comparison: Comparison) -> dict[str, str]:
    return {row.label: row.outcome.word for row in comparison.rows}


def row_of(comparison: Comparison, label: str) -> Row:
    return next(row for row in comparison.rows if row.label == label)


def values(row: Row) -> list[Any]:
    return [cell.attribute.value for cell in row.cells]


def create(state: str = "applied", **columns: Any) -> Change:
    asked = {"domain_name": NAME, "friendly_name": "Front", "secure": True}
    return told("create", state, **{"asked": asked, **columns})


def update(state: str = "applied", **columns: Any) -> Change:
    before = resource(domain_name=NAME, friendly_name="Front", voice_url=URL, secure=False)
    asked = {"friendly_name": "", "voice_url": OTHER_URL, "secure": True, "voice_fallback_url": URL}
    after = {**before, **asked}
    return told("update", state, **{"sid": DOMAIN_SID, "before": before, "asked": asked, "after": after, **columns})


def test_a_create_has_nothing_before_it() -> None:
    after = resource(domain_name=NAME, friendly_name="Front", secure=True)
    comparison = compare(create(after=after), None)
    assert comparison.columns == ["Asked", "At Twilio then"]
    assert words(comparison) == {"Domain name": "As asked", "Friendly name": "As asked", "Secure media": "As asked"}


def test_a_create_says_what_was_not_set() -> None:
    comparison = compare(create(after=resource(domain_name=NAME, friendly_name="Front", secure=True)), None)
    assert comparison.rest_heading == "Not set by you"
    assert len(comparison.rows) + len(comparison.rest) == len(SipDomain.parameters)
    assert {one.name: one.value for one in comparison.rest}["voice_method"] == "POST"


def test_what_twilio_made_otherwise_differs() -> None:
    comparison = compare(create(after=resource(domain_name=NAME, friendly_name="Theirs", secure=True)), None)
    assert words(comparison)["Friendly name"] == "Differs"
    assert values(row_of(comparison, "Friendly name")) == ["Front", "Theirs"]


def test_what_was_changed_later_is_not_called_a_difference() -> None:
    after = resource(domain_name=NAME, friendly_name="Front", secure=True)
    comparison = compare(create(after=after), mirrored(friendly_name="Back", secure=True))
    assert comparison.columns == ["Asked", "At Twilio, as last seen"]
    assert words(comparison)["Friendly name"] == "Changed since"


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("intended", "To be added"),
        ("sent", "To be added"),
        ("unknown", "Perhaps added"),
        ("refused", "Not added"),
        ("not_applied", "Not added"),
    ],
)
def test_what_was_not_done_is_not_called_done(state: str, word: str) -> None:
    comparison = compare(create(state), None)
    assert set(words(comparison).values()) == {word}
    assert comparison.columns == ["Asked"]
    assert comparison.rest == []


def test_what_became_of_all_alike_is_said_once() -> None:
    shared = compare(create("refused"), None).shared
    assert shared is not None
    assert shared.word == "Not added"
    after = resource(domain_name=NAME, friendly_name="Theirs", secure=True)
    assert compare(create(after=after), None).shared is None
    assert compare(create("refused", asked={"domain_name": NAME}), None).shared is None


def test_what_was_found_under_the_name_is_held_against_what_was_asked() -> None:
    found = resource(domain_name=NAME, friendly_name="Theirs", secure=True)
    comparison = compare(create("refused", sid=DOMAIN_SID, after=found), None)
    assert words(comparison) == {"Domain name": "The same", "Friendly name": "Differs", "Secure media": "The same"}


def test_an_update_shows_what_changed_and_folds_the_rest() -> None:
    comparison = compare(update(), None)
    assert comparison.columns == ["Before", "Asked", "At Twilio then"]
    assert words(comparison) == {
        "Friendly name": "Removed",
        "Voice URL": "Changed",
        "Voice fallback URL": "Added",
        "Secure media": "Changed",
    }
    assert comparison.rest_heading == "Left as it was"
    assert "domain_name" in {one.name for one in comparison.rest}


def test_what_an_update_asked_for_and_was_so_already_is_folded() -> None:
    before = resource(domain_name=NAME, friendly_name="Front")
    asked = {"friendly_name": "Front", "secure": True}
    assert list(words(compare(update(before=before, asked=asked, after={**before, **asked}), None))) == ["Secure media"]


def test_what_changed_with_an_update_but_was_not_asked_is_told() -> None:
    before = resource(domain_name=NAME, voice_method="POST")
    after = {**before, "secure": True, "voice_method": "GET"}
    comparison = compare(update(before=before, asked={"secure": True}, after=after), None)
    assert words(comparison) == {"Voice method": "Changed too, not asked", "Secure media": "Changed"}


def test_an_update_whose_beginning_is_not_known_shows_what_was_asked() -> None:
    comparison = compare(update("sent", before=None, after=None, asked={"friendly_name": "Front"}), None)
    assert (comparison.columns, words(comparison)) == (["Asked"], {"Friendly name": "To be added"})


def test_a_delete_shows_what_went() -> None:
    before = resource(domain_name=NAME, friendly_name="Front")
    comparison = compare(told("delete", "applied", sid=DOMAIN_SID, before=before), None)
    assert comparison.columns == ["Before"]
    assert words(comparison)["Friendly name"] == "Removed"
    assert "Voice URL" not in words(comparison)
    assert comparison.rest_heading == "Was not set"


def test_a_delete_that_was_refused_removed_nothing() -> None:
    before = resource(domain_name=NAME, friendly_name="Front")
    comparison = compare(told("delete", "refused", sid=DOMAIN_SID, before=before), mirrored(friendly_name="Front"))
    assert words(comparison)["Friendly name"] == "Not removed"
    assert comparison.columns == ["Before", "At Twilio, as last seen"]


def test_a_secret_that_changed_is_said_to_have_changed_and_not_shown() -> None:
    before = resource(domain_name=NAME, voice_url="https://user:one@voice.example.com/")
    asked = {"voice_url": "https://user:two@voice.example.com/"}
    row = row_of(compare(update(before=before, asked=asked, after={**before, **asked}), None), "Voice URL")
    assert values(row) == ["https://***@voice.example.com/"] * 3
    assert [cell.is_hidden for cell in row.cells] == [False, True, False]
    assert row.outcome.word == "Changed"


def test_the_part_of_a_long_value_that_changed_is_marked() -> None:
    row = row_of(compare(update(), None), "Voice URL")
    assert [part for part in row.cells[0].parts if part.mark] == [Part("incoming", "del")]
    assert [part for part in row.cells[1].parts if part.mark] == [Part("outgoing", "ins")]
    assert row.cells[2].parts == []
    assert "".join(part.text for part in row.cells[1].parts) == OTHER_URL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Front", "Back"),
        ("https://one.example.com/calls", "http://192.0.2.1:8080/twiml?x"),
        (URL, URL),
        ("/" * 2000, "/" * 1999 + "?"),
    ],
    ids=["short", "unlike", "equal", "too long to compare"],
)
def test_nothing_is_marked_where_that_would_not_help(old: str, new: str) -> None:
    assert marked(old, new) == ([], [])


def test_what_a_conflict_left_is_said_parameter_by_parameter() -> None:
    before = resource(domain_name=NAME, friendly_name="Front", voice_url=URL, secure=False)
    asked = {"friendly_name": "Back", "voice_url": OTHER_URL, "secure": True}
    after = {**before, "friendly_name": "Back", "voice_url": "https://third.example.com/"}
    comparison = compare(update("conflict", before=before, asked=asked, after=after), mirrored(friendly_name="Later"))
    assert words(comparison) == {"Friendly name": "As asked", "Voice URL": "Neither", "Secure media": "As before"}
    assert comparison.columns == ["Before", "Asked", "At Twilio then"]
    assert values(row_of(comparison, "Friendly name")) == ["Front", "Back", "Back"]


def test_a_conflict_over_what_is_gone_says_no_more_than_is_known() -> None:
    assert set(words(compare(update("conflict", after=None), None)).values()) == {
        "Perhaps removed",
        "Perhaps changed",
        "Perhaps added",
    }


def test_an_update_that_was_refused_changed_nothing() -> None:
    comparison = compare(update("refused", after=None, asked={"friendly_name": "", "secure": True}), None)
    assert words(comparison) == {"Friendly name": "Not removed", "Secure media": "Not changed"}
    assert comparison.columns == ["Before", "Asked"]


def test_what_is_gone_is_not_shown_as_if_it_were_at_twilio() -> None:
    gone = mirrored(friendly_name="Front")
    gone.gone_at = timezone.now()
    before = resource(domain_name=NAME, friendly_name="Front")
    comparison = compare(told("delete", "applied", sid=DOMAIN_SID, before=before), gone)
    assert comparison.columns == ["Before"]
    assert words(comparison)["Friendly name"] == "Removed"


def test_here_and_twilio_beside_each_other() -> None:
    here, live = mirrored(friendly_name="Front", voice_url=URL), SipDomain()
    live.reflect(resource(domain_name=NAME, friendly_name="Front", voice_url=OTHER_URL, secure=True))
    comparison = differences(here, live, ["friendly_name", "voice_url", "secure"])
    assert comparison.columns == ["Here, as last seen", "At Twilio now"]
    assert words(comparison) == {
        "Friendly name": "Changed since this page was opened",
        "Voice URL": "Changed",
        "Secure media": "Changed",
    }


def test_what_is_about_to_happen_is_not_called_done() -> None:
    here = mirrored(friendly_name="Front", voice_url=URL)
    asked = {"friendly_name": "", "voice_url": OTHER_URL, "voice_fallback_url": URL}
    comparison = prospect(here, asked, overwritten=["voice_url"])
    assert words(comparison) == {
        "Friendly name": "To be removed",
        "Voice URL": "Overwrites what is there",
        "Voice fallback URL": "To be added",
    }


def test_what_was_not_asked_is_not_said_to_have_been_emptied() -> None:
    before = resource(domain_name=NAME, voice_url=URL)
    after = {**before, "secure": True, "voice_url": OTHER_URL}
    comparison = compare(update("conflict", before=before, asked={"secure": True}, after=after), None)
    is_asked = {row.label: [cell.is_asked for cell in row.cells] for row in comparison.rows}
    assert is_asked == {"Voice URL": [True, False, True], "Secure media": [True, True, True]}
