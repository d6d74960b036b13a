"""What an operator is told about an address that is taken all the same."""

import pytest

from domains.readiness import address_cautions
from domains.validators import HALVES, network_of, split_address


def about(written: str, *beside: str) -> list[str]:
    there = [network_of(address, int(prefix)) for address, prefix in map(split_address, beside)]
    address, prefix = split_address(written)
    return [caution.sentence for caution in address_cautions(address, int(prefix), beside=there)]


@pytest.mark.parametrize("written", ["8.8.4.4/32", "8.8.4.0/24", "8.0.0.0/8"])
def test_an_ordinary_address_needs_no_caution(written: str) -> None:
    assert about(written) == []


def test_host_bits_are_questioned_with_what_is_let_in_and_what_to_enter() -> None:
    [sentence] = about("8.8.4.4/24")
    assert sentence.startswith("8.8.4.4/24 lets in all 256 addresses from 8.8.4.0 to 8.8.4.255")
    assert sentence.endswith("enter 8.8.4.4/32 if only 8.8.4.4 is meant.")


def test_loopback_is_questioned() -> None:
    assert [sentence.partition(":")[0] for sentence in about("127.0.0.1/32")] == [
        "127.0.0.1 is every machine’s own address"
    ]


@pytest.mark.parametrize("written", ["192.168.1.20/32", "10.0.0.0/8", "172.16.0.0/12", "192.0.2.0/24", "0.0.0.0/32"])
def test_an_address_that_twilio_never_sees_is_questioned(written: str) -> None:
    [sentence] = about(written)
    assert "is no address on the Internet" in sentence


@pytest.mark.parametrize(("written", "beside"), [HALVES, HALVES[::-1]])
def test_the_second_half_of_the_world_is_called_out(written: str, beside: str) -> None:
    [sentence] = about(written, beside)
    assert "lets in the whole Internet" in sentence
    assert all(half in sentence for half in HALVES)


def test_the_world_cut_into_small_pieces_is_called_out_as_well() -> None:
    [sentence] = about("128.0.0.0/1", "0.0.0.0/2", "64.0.0.0/3", "96.0.0.0/3")
    assert "lets in the whole Internet" in sentence


def test_a_wide_network_is_questioned_with_how_many_it_lets_in() -> None:
    [sentence] = about(HALVES[0])
    assert sentence.startswith("With this one, the list lets in 2,147 million addresses")


def test_everything_is_said_at_once() -> None:
    assert len(about("127.0.0.1/1")) == 3
