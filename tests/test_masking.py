"""What may be read of a value that holds a secret."""

import pytest

from domains.masking import is_masked, masked, unmasked


@pytest.mark.parametrize("user_info", ["user:secret", "user", ":secret", "user:se@cret", "user:se%40cret", "a:b;c,d$!"])
def test_it_masks_the_user_info_of_a_url(user_info: str) -> None:
    assert masked(f"https://{user_info}@example.com/calls?page=2#rc=3") == "https://***@example.com/calls?page=2#rc=3"


SECRETS = (
    "token access_token key api_key apiKey client-secret password passwd X-Amz-Signature sig to%6ben pass auth jwt"
)


@pytest.mark.parametrize("name", SECRETS.split())
def test_it_masks_a_parameter_that_names_a_secret(name: str) -> None:
    for before in ("?", "?page=2&", "?page=2;", "#"):
        assert (
            masked(f"https://example.com/{before}{name}=abc.d/e&z=1") == f"https://example.com/{before}{name}=***&z=1"
        )


@pytest.mark.parametrize("quote", ['"', "'", ")"])
def test_a_secret_does_not_end_at_what_only_looks_like_its_end(quote: str) -> None:
    assert "part" not in masked(f"https://example.com/?token=ab{quote}part")


def test_it_masks_a_url_that_is_inside_another() -> None:
    url = "https://example.com/?next=https%3A%2F%2Fuser%3Asecret%40example.org%2Fa"
    assert masked(url) == "https://example.com/?next=https%3A%2F%2F***%40example.org%2Fa"


def test_it_masks_every_url_of_a_sentence() -> None:
    text = "Neither https://a:b@one.example nor https://two.example/?key=c is one."
    assert masked(text) == "Neither https://***@one.example nor https://two.example/?key=*** is one."


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/people/@me",
        "https://example.com/?to=me@example.com&keyboard=de&design=1&spin=2&author=me&bypass=1",
        "https://example.com/token=abc",
        "https://example.com/?token=",
        "me@example.com",
        "",
    ],
)
def test_it_leaves_alone_what_is_no_secret(text: str) -> None:
    assert masked(text) == text


def test_it_reaches_every_text_of_a_json_value() -> None:
    value = {"urls": ["https://u:p@example.com/", {"more": "https://example.com/?key=1"}], "secure": True, "none": None}
    assert masked(value) == {
        "urls": ["https://***@example.com/", {"more": "https://example.com/?key=***"}],
        "secure": True,
        "none": None,
    }
    assert value["urls"][0] == "https://u:p@example.com/"  # type: ignore[index]


def test_masking_twice_is_masking_once() -> None:
    once = masked("https://u:p@example.com/?token=a&next=https%3A%2F%2Fu%3Ap%40example.org")
    assert masked(once) == once


KNOWN = "https://user:pw@voice.example.com/old?token=abc&page=1#rc=2"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (masked(KNOWN), KNOWN),
        (
            "https://***@voice.example.com/new?page=2&token=***",
            "https://user:pw@voice.example.com/new?page=2&token=abc",
        ),
        ("https://***@VOICE.example.com/?token=fresh", "https://user:pw@VOICE.example.com/?token=fresh"),
        ("https://me:mine@voice.example.com/?token=***", "https://me:mine@voice.example.com/?token=abc"),
    ],
)
def test_what_is_masked_is_filled_in_from_what_is_known(text: str, filled: str) -> None:
    assert is_masked(text)
    assert unmasked(text, KNOWN) == filled
    assert not is_masked(filled)


@pytest.mark.parametrize(
    "text",
    [
        "http://***@voice.example.com/old?token=***",
        "https://***@voice.example.com:8443/old",
        "https://***@voice.example.org/old?token=***",
        "https://***@example.com/",
        "https://voice.example.com/?key=***",
        "https://***@voice.example.com@example.org/",
    ],
)
def test_no_secret_goes_to_another_server_than_it_was_for(text: str) -> None:
    assert unmasked(text, KNOWN) == text


def test_asterisks_that_hide_nothing_are_no_mask() -> None:
    for text in ("https://voice.example.com/a***b?page=***", "***", ""):
        assert not is_masked(text)
        assert unmasked(text, KNOWN) == text


def test_a_text_of_many_parameters_is_masked_like_a_short_one() -> None:
    text = f"https://host/?x={'1;a=' * 100_000}1;token=hidden"
    assert masked(text) == text.replace("hidden", "***")
