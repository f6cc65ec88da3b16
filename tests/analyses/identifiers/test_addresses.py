"""E-mail and web addresses, handles, masked contacts, accounts."""

import pytest

from made_up_mentions import adverts_of, find, values


@pytest.mark.parametrize(
    "body",
    [
        "ana.popa@example.org",
        "Ana.Popa@Example.ORG.",
        "ana.popa at example dot org",
        "ana dot popa at example dot org",
        "ana.popa(at)example(dot)org",
        "ana.popa [at] example [dot] org",
        "ana.popa@example dot org",
        "ana.popa arroba example punto org",
        "ana.popa собака example точка org",
        "ana.popa AT example DOT org",
    ],
)
def test_one_mailbox_in_many_writings(body: str) -> None:
    assert ("email", "ana.popa@example.org") in values(f"Write {body}")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("https://www.Example.org/Jobs/", "example.org/Jobs"),
        ("www.example.org", "example.org"),
        ("see example.org/a?id=4&utm_source=x.", "example.org/a?id=4"),
        ("hxxps://example[.]org/a", "example.org/a"),
        ("example dot org", "example.org"),
        ("(https://example.org/a(b))", "example.org/a(b)"),
        ("http://192.0.2.7/a", "192.0.2.7/a"),
    ],
)
def test_web_addresses(body: str, value: str) -> None:
    assert values(body) == [("url", value)]


@pytest.mark.parametrize(
    "body", ["Good experience.We work", "e.g. this", "at 9 a.m. we start", "look at the dot on the map", "3.5 of 4.org"]
)
def test_what_is_no_address(body: str) -> None:
    assert all(kind not in ("email", "handle") for kind, _ in values(body))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("t.me/Ana_Jobs", "telegram:ana_jobs"),
        ("https://telegram.me/ana_jobs", "telegram:ana_jobs"),
        ("Telegram: @ana_jobs", "telegram:ana_jobs"),
        ("@ana_jobs on Telegram", "telegram:ana_jobs"),
        ("телеграм @ana_jobs", "telegram:ana_jobs"),
        ("insta: ana.jobs9", "instagram:ana.jobs9"),
        ("https://www.instagram.com/ana.jobs9/?igsh=1", "instagram:ana.jobs9"),
        ("facebook.com/ana.jobs", "facebook:ana.jobs"),
        ("https://www.tiktok.com/@ana.jobs", "tiktok:ana.jobs"),
        ("vk.com/ana_jobs", "vk:ana_jobs"),
        ("WeChat: ana_jobs8", "wechat:ana_jobs8"),
        ("微信: ana_jobs8", "wechat:ana_jobs8"),
        ("Line ID: ana.jobs8", "line:ana.jobs8"),
        ("https://line.me/ti/p/~ana.jobs8", "line:ana.jobs8"),
        ("Signal: ana.42", "signal:ana.42"),
    ],
)
def test_names_at_services(body: str, value: str) -> None:
    assert values(body) == [("handle", value)]


def test_a_service_without_a_name_is_none() -> None:
    for body in ("Call or Telegram only", "in line with the law", "a signal: be there", "our Facebook page", "@ 9 am"):
        assert values(body) == []


def test_a_masked_contact_is_an_identifier_of_its_kind_and_never_valid() -> None:
    rows, _ = find(adverts_of(["#PHONE_0A1b2c3d# #EMAIL_00ff00ff00ff# #URL_123456789012#"]))
    assert [(row["kind"], row["value"], row["valid"]) for row in rows] == [
        ("phone", "#PHONE_0a1b2c3d#", False),
        ("email", "#EMAIL_00ff00ff00ff#", False),
        ("url", "#URL_123456789012#", False),
    ]


@pytest.mark.parametrize(
    ("kind", "body", "value"),
    [
        # The addresses are the standards' own examples: BIP-173, BIP-350, EIP-55, ISO 13616.
        ("crypto", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", None),
        ("crypto", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("crypto", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", None),
        ("crypto", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", None),
        ("iban", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("iban", "DE89370400440532013000", None),
    ],
)
def test_accounts_whose_checksum_holds(kind: str, body: str, value: str | None) -> None:
    assert values(f"pay to {body} today") == [(kind, value or body)]


@pytest.mark.parametrize(
    "body",
    [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "GB82 WEST 1234 5698 7654 33",
        "GB82 WEST 1234 5698 7654",
        "XX82 WEST 1234 5698 7654 32",
    ],
)
def test_accounts_whose_checksum_fails_or_is_missing(body: str) -> None:
    assert values(f"pay to {body} today") == []
