"""Checksums against the examples of their standards."""

from palermo.methods.checksums import base58check, bech32, isbn13, keccak256, luhn, mod97


def test_keccak_gives_the_digests_of_the_reference() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"


def test_keccak_takes_more_than_one_block() -> None:
    assert keccak256(b"a" * 135) != keccak256(b"a" * 136) != keccak256(b"a" * 137)
    assert len(keccak256(b"a" * 1000)) == 32


def test_base58check_holds_for_the_empty_hash_and_fails_on_a_changed_sign() -> None:
    text = "1111111111111111111114oLvT2"  # version 0 and twenty bytes of nought
    assert base58check(text) == bytes(21)
    assert base58check(text[:-1] + "3") is None
    assert base58check("0OIl") is None
    assert base58check("") is None


def test_bech32_holds_for_the_examples_of_bip_173_and_350() -> None:
    assert bech32("A12UEL5L") == ("a", [], 1)
    assert bech32("a1lqfn3a") == ("a", [], 0x2BC830A3)
    assert bech32("A12uEL5L") is None
    assert bech32("a12uel5m") is None
    assert bech32("1qzzfhee") is None


def test_mod_97_of_an_iban_turned_round_is_one() -> None:
    assert mod97("WEST12345698765432GB82") == 1


def test_check_digits_of_cards_and_books() -> None:
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert isbn13("9780306406157")
    assert not isbn13("9780306406158")
    assert not isbn13("1234567890128")
