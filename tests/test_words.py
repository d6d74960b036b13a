"""Whatever is done to a resource of whatever kind, there are whole sentences about it."""

from dataclasses import fields

import pytest

from domains.models import Change, model_of
from domains.models.kinds import MODELS
from domains.models.subjects import Subject
from domains.words import Words, words_of

LIST_SID, DOMAIN_SID = "AL" + "5" * 32, "SD" + "6" * 32
SAID_OF_ALL = [field.name for field in fields(Words) if field.name not in ("was_here", "taken", "afterwards")]


def about(path: str, action: str, purpose: str = "") -> Change:
    change = Change(collection=path.format(DOMAIN_SID), key="Office", sid=LIST_SID, action=action, purpose=purpose)
    change.subject = Subject("Office", "Parent" if model_of(change.collection).parent else "")
    return change


@pytest.mark.parametrize("action", Change.Action.values)
@pytest.mark.parametrize("path", MODELS)
def test_every_kind_has_words_for_every_action(path: str, action: str) -> None:
    words = words_of(about(path, action))
    for name in SAID_OF_ALL:
        said = getattr(words, name)
        for sentence in (said,) if isinstance(said, str) else said:
            assert sentence
            assert not set("{}") & set(sentence)
            assert "  " not in sentence


def test_of_domains_alone_the_name_stays_locked() -> None:
    locked = [path for path in MODELS if "locked" in words_of(about(path, "delete")).afterwards]
    assert locked == ["SIP/Domains"]


def test_an_update_is_told_by_what_it_is_for() -> None:
    assert words_of(about("SIP/Domains", "update", "disable")).done == "disabled"
    assert words_of(about("SIP/CredentialLists/{}/Credentials", "update", "rotate")).done == "given a new password"


def test_what_has_a_parent_is_looked_for_there() -> None:
    addresses, lists = "SIP/IpAccessControlLists/{}/IpAddresses", "SIP/IpAccessControlLists"
    assert words_of(about(addresses, "create")).looked_up == "Office is looked for among Parent’s addresses"
    assert words_of(about(lists, "create")).in_vain.startswith("It was not in the account’s list")
