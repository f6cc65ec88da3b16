"""Phone numbers: printed, hidden, side by side, and what is none."""

import pytest

from made_up_mentions import adverts_of, find, values

PHONE = ("phone", "+442079460123")


@pytest.mark.parametrize(
    "body",
    [
        "Call 020 7946 0123",
        "Tel.: (020) 7946-0123",
        "0044 20 7946 0123",
        "+44 (0)20 7946 0123",
        "+442079460123",
        "020.7946.0123",
        "zero two zero seven nine four six zero one two three",
        "oh two oh, seven nine four six, oh one two three",
        "plus forty four twenty seventy-nine forty-six zero one twenty-three",
        "zero two zero 7 nine 4 six 0123",
        "0️⃣2️⃣0️⃣7️⃣9️⃣4️⃣6️⃣0️⃣1️⃣2️⃣3️⃣",
        "⓪②⓪⑦⑨④⑥⓪①②③",
        "⓿❷⓿ ❼❾❹❻ ⓿❶❷❸",
        "⓪⑵⓪⑺⑼⑷⑹⓪⑴⑵⑶",
        "𝟎𝟐𝟎 𝟕𝟗𝟒𝟔 𝟎𝟏𝟐𝟑",
        "𝟘𝟚𝟘𝟟𝟡𝟜𝟞𝟘𝟙𝟚𝟛",
        "０２０ ７９４６ ０１２３",
        "٠٢٠ ٧٩٤٦ ٠١٢٣",
        "۰۲۰ ۷۹۴۶ ۰۱۲۳",
        "०२० ७९४६ ०१२३",
        "০২০ ৭৯৪৬ ০১২৩",
        "๐๒๐ ๗๙๔๖ ๐๑๒๓",
        "O2O 7946 Ol23",
        "0\u200b2\u200b0\u200b7946\u200b0123",
        "call 0x2x0x7x9x4x6x0x1x2x3",
        "0*2*0*7*9*4*6*0*1*2*3",
        "0\n2\n0\n7\n9\n4\n6\n0\n1\n2\n3",
        "zer0 tw0 zer0 s3ven n1ne f0ur s1x zer0 0ne tw0 thr33",
        "zerotwozeroseveninefoursixzeroonetwothree".replace("seveni", "sevenni"),
        "〇二〇七九四六〇一二三",
        "wa.me/442079460123",
        "https://api.whatsapp.com/send?phone=442079460123&text=hi",
    ],
)
def test_one_number_in_many_writings(body: str) -> None:
    assert PHONE in values(body)


@pytest.mark.parametrize(
    ("country", "body", "value"),
    [
        ("ES", "seis doce cero cero cero ciento veintitrés", "+34612000123"),
        ("ES", "sesenta y uno veinte cero cero ciento veintitrés", "+34612000123"),
        ("FR", "zéro un quatre-vingt-dix-neuf zéro zéro soixante-dix-huit soixante et onze", "+33199007871"),
        ("DE", "null drei null zwei drei eins zwei fünf null einundzwanzig", "+493023125021"),
        ("IT", "trecentoquarantasette zero zero zero ventuno trentotto", "+393470002138"),
        ("RO", "zero șapte doi doi zero zero zero unu doi trei", "+40722000123"),
        ("RU", "восемь девятьсот шестнадцать три нуля сорок пять шестьдесят семь", "+79160004567"),
        ("RU", "восьми девятьсот шестнадцать ноль ноль ноль сорок пять шестьдесят семь", "+79160004567"),
        ("UA", "нуль шість сім нуль нуль нуль дванадцять тридцять чотири", "+380670001234"),
        ("UA", "нуль п'ять нуль нуль нуль нуль дев’ять вісім сім шість", "+380500009876"),
        ("US", "two oh two triple five oh one double two", "+12025550122"),
        (
            "US",
            "twо zero twо fivе fivе fivе zero onе four twо",
            "+12025550142",
        ),
    ],
)
def test_numbers_said_in_words(country: str, body: str, value: str) -> None:
    found = [number for kind, number in values(body, country=country) if kind == "phone"]
    assert found == [value]


@pytest.mark.parametrize(
    "body",
    [
        "Ref 02079460123",
        "order no. 2025550123",
        "#PHONE_9f8e7d6c5b4a32102079460123aaaa# stays what it is",
        "12.05.2024 10:00 - 18:00",
        "20240517",
        "2019, 2020, 2021",
        "£1,200,000 or 12000000 EUR",
        "from 25000-30000 a year",
        "ISBN 978-0-306-40615-7",
        "paid by card 4111 1111 1111 1111",
        "192.168.100.121",
        "51.507351, -0.127758",
        "one two three four five six seven eight nine ten",
        "https://example.org/a/02079460123?x=2025550123",
        "a02079460123@example.org",
        "shifts 06-14, 14-22, 22-06",
        "90210-1234 Springfield",
        "AB-2079460123",
        "version 1.0.20794.60123",
        "0x2079460123207946012320794601232079460123",
        "#PHONE_MASKED#",
    ],
)
def test_digits_that_are_no_phone_number(body: str) -> None:
    for country in ("GB", "US"):
        phones = [value for kind, value in values(body, country=country) if kind == "phone"]
        assert all(str(value).startswith("#PHONE_") for value in phones)


def test_two_numbers_side_by_side_are_two() -> None:
    both = [PHONE, ("phone", "+442079460456")]
    for between in (" ", " / ", ", ", "; ", " or ", "\n"):
        assert values(f"020 7946 0123{between}020 7946 0456") == both


def test_a_number_of_the_next_sentence_stays_outside() -> None:
    assert values("Ruf an: 030 23125 012. 25 pro Stunde", country="DE") == [("phone", "+493023125012")]


def test_the_own_country_goes_before_the_workspace() -> None:
    assert values("tel 030 23125 012", country="DE", regions=("GB",)) == [("phone", "+493023125012")]
    assert values("tel 069 90009 012", country=None, regions=("GB", "DE")) == [("phone", "+496990009012")]


def test_no_other_country_is_tried() -> None:
    assert values("tel 2025550123", country="GB", regions=("US",)) != [("phone", "+12025550123")]


def test_a_number_without_a_country_is_counted_not_guessed() -> None:
    rows, unread = find(adverts_of(["tel 020 7946 0123, on 12.05.2024"], country=None))
    assert rows == []
    assert len(unread) == 1
    assert unread[0]["column"] == "body"
    assert (unread[0]["start"], unread[0]["end"]) == (4, 17)
    assert "no country stated" in str(unread[0]["reason"])


def test_an_unknown_country_says_so() -> None:
    _, unread = find(adverts_of(["tel 020 7946 0123"], country="ZZ"))
    assert "no number plan" in str(unread[0]["reason"])


def test_a_country_code_needs_no_country() -> None:
    assert values("+44 20 7946 0123", country=None) == [PHONE]


def test_a_possible_number_is_kept_as_not_valid() -> None:
    rows, _ = find(adverts_of(["call +44 7700 900123"]))
    assert [(row["value"], row["valid"]) for row in rows] == [("+447700900123", False)]


def test_hidden_numbers_are_marked_disguised_and_printed_ones_are_not() -> None:
    rows, _ = find(adverts_of(["020 7946 0123", "⓪②⓪⑦⑨④⑥⓪①②③", "٠٢٠ ٧٩٤٦ ٠١٢٣", "0 2 0 7 9 4 6 0 1 2 3"]))
    assert [row["disguised"] for row in rows] == [False, True, False, True]


def test_every_column_is_read() -> None:
    rows, _ = find(
        adverts_of(["x"], title="tel 020 7946 0123", contact="20 7946 0456", url="https://example.org/a/447700900123")
    )
    assert [(row["column"], row["kind"], row["value"]) for row in rows] == [
        ("contact", "phone", "+442079460456"),
        ("title", "phone", "+442079460123"),
        ("url", "url", "example.org/a/447700900123"),
    ]
