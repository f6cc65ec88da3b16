"""Digits in adverts that are no phone number, though a hasty reader takes them for one."""

import hashlib
from collections.abc import Callable
from random import Random

Decoy = Callable[[Random], str]


def _some(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def _date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(2015, 2027)
    sign = random.choice("./- ")
    if random.random() < 0.4:
        return f"Posted {year}{sign}{month:02}{sign}{day:02}"
    return f"Start {day:02}{sign}{month:02}{sign}{year} {random.randint(7, 11):02}:{random.choice((0, 30)):02}"


def _range_of_dates(random: Random) -> str:
    return f"{random.randint(1, 28):02}.{random.randint(1, 12):02}.2024 - {random.randint(1, 28):02}.03.2025"


def _solid_date(random: Random) -> str:
    day = f"{random.randint(2018, 2026)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    return f"updated {day}{random.choice(('', '1030'))}"


def _price(random: Random) -> str:
    amount = random.randint(1_000_000, 900_000_000)
    written = f"{amount:,}".replace(",", random.choice((",", " ", ".", "")))
    return random.choice(
        (f"£{written}", f"{written} EUR", f"turnover of {written} USD", f"{written} руб.", f"$ {written}")
    )


def _pay_range(random: Random) -> str:
    low = random.randint(20, 90) * 1000
    sign = random.choice(("-", " - ", " to ", "–"))
    return random.choice(
        (f"£{low:,}{sign}£{low + 9000:,}", f"Salary {low}{sign}{low + 12000} a year", f"{low}{sign}{low + 5000}")
    )


def _years(random: Random) -> str:
    year = random.randint(1950, 2020)
    return random.choice(
        (f"since {year}-{year + 5}", f"{year}, {year + 1}, {year + 2}", f"{year} {year + 1} {year + 3} {year + 4}")
    )


def _hours(random: Random) -> str:
    return random.choice(
        (
            "Mon-Fri 9-5, Sat 10-14, Sun 11-13",
            "09:00 - 17:30, 18:00 - 22:00",
            "shifts 06-14, 14-22, 22-06",
            "24/7 365 days",
        )
    )


def _postcode(random: Random) -> str:
    return random.choice(
        (
            f"{_some(random, 5)}-{_some(random, 4)} Springfield",
            f"{_some(random, 5)} Musterstadt",
            f"{_some(random, 6)}, Moscow",
        )
    )


def _reference(random: Random) -> str:
    word = random.choice(("Ref", "Reference", "Ref. no.", "Job ID", "Vacancy ID:", "Ref:"))
    return f"{word} {random.choice(('', 'AB-', 'J/'))}{_some(random, random.randint(7, 11))}"


def _order(random: Random) -> str:
    return (
        f"{random.choice(('Order', 'order no.', 'Invoice', 'Заказ №', 'Pedido', 'Bestellnummer'))} {_some(random, 10)}"
    )


def _hash(random: Random) -> str:
    digest = hashlib.sha256(_some(random, 12).encode()).hexdigest()[: random.choice((16, 32, 64))]
    kind = random.choice(("PHONE", "EMAIL", "URL"))
    return random.choice((f"#{kind}_{digest}#", f"call #{kind}_{digest}#", f"phone_{digest}", f"sha {digest}"))


def _digits_in_hash(random: Random) -> str:
    return f"#PHONE_{random.choice('abcdef')}{_some(random, 31)}# or phone_{_some(random, 11)}{random.choice('abcdef')}"


def _masked(random: Random) -> str:
    return random.choice(("call #PHONE_MASKED#", "phone_masked", "tel. XXXX XXX XXX", "+44 **** ******"))


def _book(random: Random) -> str:
    digits = "978" + _some(random, 9)
    check = -sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10
    solid = f"{digits}{check}"
    return random.choice((f"ISBN {solid}", f"ISBN-13: 978-{solid[3]}-{solid[4:7]}-{solid[7:12]}-{check}", solid))


def _card(random: Random) -> str:
    sign = random.choice((" ", "-", ""))
    return "paid by card " + sign.join(_some(random, 4) for _ in range(4)).replace("0", "4", 1)


def _coordinates(random: Random) -> str:
    return f"{random.uniform(-80, 80):.{random.randint(4, 7)}f}, {random.uniform(-170, 170):.{random.randint(4, 7)}f}"


def _version(random: Random) -> str:
    word = random.choice(("version", "v", "build", "firmware"))
    return f"{word} {random.randint(1, 20)}.{random.randint(0, 9)}.{_some(random, 5)}.{_some(random, 4)}"


def _network(random: Random) -> str:
    return "server " * (random.random() < 0.5) + ".".join(str(random.randint(10, 254)) for _ in range(4))


def _prose(random: Random) -> str:
    return random.choice(
        (
            "one two three and you are in",
            "one of the two, three at most, four on Sundays, five if you like",
            "counting one two three four five six seven eight nine ten",
            "ten nine eight seven six five four three two one, go",
            "uno dos tres cuatro cinco seis siete ocho nueve diez",
            "раз два три четыре пять шесть семь восемь",
            "a room for two, a table for four, nine to five, twenty four hours",
        )
    )


def _web(random: Random) -> str:
    number = _some(random, random.randint(8, 12))
    return random.choice(
        (f"https://example.org/jobs/{number}", f"www.example.com/?id={number}&p=2", f"see example.net/{number}.html",
         f"a{number}@example.org")
    )  # fmt: skip


def _statistics(random: Random) -> str:
    users = f"{random.randint(10, 99)},{_some(random, 3)},{_some(random, 3)} users"
    return f"{users}, {_some(random, 2)}.{_some(random, 5)} % growth"


def _account(random: Random) -> str:
    return random.choice(
        (f"account {_some(random, 8)} sort code {_some(random, 2)}-{_some(random, 2)}-{_some(random, 2)}",
         f"VAT no. {_some(random, 9)}", f"company reg. {_some(random, 8)}", f"ИНН {_some(random, 10)}",
         f"EIN {_some(random, 2)}-{_some(random, 7)}")
    )  # fmt: skip


def _size(random: Random) -> str:
    sides = f"{random.randint(10, 60)} x {random.randint(10, 60)} x {random.randint(100, 999)} cm"
    return f"{sides}, {_some(random, 4)} kg, {_some(random, 5)} km"


def _code(random: Random) -> str:
    name = random.choice(("SN", "XK", "MOD"))
    return f"{name}-{_some(random, 7)}-{_some(random, 3)} / {random.choice('ABC')}{_some(random, 9)}"


def _wallet(random: Random) -> str:
    return "0x" + hashlib.sha256(_some(random, 9).encode()).hexdigest()[:40]


def _table(random: Random) -> str:
    return " ".join(_some(random, 2) for _ in range(14))


DECOYS: dict[str, Decoy] = {
    "account or tax number": _account,
    "book number": _book,
    "card number": _card,
    "coordinates": _coordinates,
    "date": _date,
    "date without signs": _solid_date,
    "dates from to": _range_of_dates,
    "digits in a hash": _digits_in_hash,
    "hash": _hash,
    "hours": _hours,
    "masked": _masked,
    "measures": _size,
    "network address": _network,
    "order number": _order,
    "pay range": _pay_range,
    "postcode": _postcode,
    "price": _price,
    "prose": _prose,
    "reference": _reference,
    "row of figures": _table,
    "serial number": _code,
    "statistics": _statistics,
    "version": _version,
    "wallet": _wallet,
    "web address": _web,
    "years": _years,
}
