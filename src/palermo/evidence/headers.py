"""Which header of a file is which column of ADVERTS: by known words in several languages, or as a person says."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palermo.errors import InputError, UsageError

# For each column the words for it, the surest first. Written without accents, case, spaces and signs.
_WORDS: dict[str, str] = {
    "source_id": "sourceid jobid adid advertid listingid postid offerid vacancyid externalid messageid msgid id"
    " uid guid"
    " refno reference numeroannonce anzeigennummer idanuncio номеробъявления idобъявления ид",
    "title": "title jobtitle adtitle headline heading subject position jobname listingtitle posttitle vacancy"
    " titulo puesto"
    " cargo titre poste intitule titel stellentitel stellenbezeichnung titolo mansione titlu заголовок название"
    " вакансия"
    " должность назва посада العنوان عنوان 标题 職位 职位 tytul stanowisko",
    "body": "body bodytext fulltext adtext text description jobdescription jobdesc content message posttext post"
    " ad advert"
    " details caption descripcion texto anuncio mensaje contenu texte annonce message corps beschreibung text"
    " anzeigentext inhalt descrizione testo annuncio descriere anunt descricao текст описание объявление сообщение опис"
    " оголошення повідомлення النص الوصف نص وصف 内容 正文 描述 opis tresc ogloszenie",
    "posted_at": "postedat posted postdate dateposted datepublished published publishedat publicationdate pubdate"
    " createdat"
    " created date datetime timestamp time listingdate fecha fechapublicacion datepublication datum"
    " veroffentlicht data datapubblicazione datapublicacao datapublicarii дата датапубликации опубликовано"
    " опубліковано التاريخ تاريخ 日期 发布时间",
    "collected_at": "collectedat collected scrapedat scraped crawledat crawled savedat retrievedat retrieved fetchedat"
    " capturedat captured lastseen datescraped crawldate scrapedate",
    "url": "url link adurl joburl listingurl posturl pageurl sourceurl weburl permalink href uri enlace lien"
    " verknupfung collegamento ссылка адресстраницы посилання الرابط رابط 链接 网址",
    "place": "place location joblocation city town area locality region lugar ubicacion ciudad lieu ville"
    " localisation ort"
    " standort stadt luogo citta sede localitate oras cidade место город местоположение регион місто місце"
    " الموقع المدينة مكان 地点 城市 miejsce miasto lokalizacja address direccion adresse indirizzo адрес адреса",
    "country": "country countrycode iso2 pais pays land paese nazione tara страна країна الدولة البلد 国家 kraj",
    "price": "price salary pay wage rate amount cost salaryrange payrange baserate precio salario sueldo prix salaire"
    " preis gehalt lohn prezzo stipendio retribuzione salariu pret preco цена зарплата оплата ціна السعر الراتب 价格"
    " 工资 薪资 cena wynagrodzenie",
    "currency": "currency currencycode salarycurrency pricecurrency moneda devise monnaie wahrung valuta moeda валюта"
    " العملة 货币 waluta",
    "language": "language lang locale languagecode idioma langue sprache lingua limba язык мова اللغة 语言 jezyk",
    "advert_kind": "advertkind kind adkind adtype advertype category section rubrik categoria categorie рубрика"
    " категория",
    "employer": "employer company companyname companyprofile hiringorganization organization organisation agency"
    " recruiter"
    " advertiser empresa empleador entreprise employeur firma unternehmen arbeitgeber azienda datoredilavoro companie"
    " angajator компания работодатель организация компанія роботодавець الشركة 公司 pracodawca",
}  # fmt: skip

# Columns made of several headers: each group gives the first of its words that the file has.
_PARTS: dict[str, tuple[str, ...]] = {
    "body": (
        "requirements qualifications requisitos exigences anforderungen requisiti cerinte требования вимоги wymagania",
        "responsibilities duties tasks funciones missions aufgaben обязанности обовязки obowiazki",
        "benefits conditions perks weoffer beneficios avantages benefici beneficii условия умови 福利",
    ),
    "contact": (
        "contact contacts contactinfo contactdetails contacto contacto kontakt contatto контакт контакты контакти"
        " 联系方式 الاتصال",
        "phone phonenumber telephone tel mobile cell phones telefono telephone telefon telefone cellulare numero"
        " телефон"
        " номертелефона номер الهاتف هاتف 电话 手机",
        "email mail emailaddress correo correoelectronico courriel почта эл электроннаяпочта 邮箱 البريدالإلكتروني",
        "whatsapp wa whatsappnumber",
        "telegram telegramhandle tg",
        "contactname contactperson username handle seller author postedby sender пользователь автор",
    ),
}

JOIN = {"body": "\n\n", "title": " ", "contact": "; ", "place": ", "}
COLUMNS = (*_WORDS, "contact")
_JOB_WORDS = (
    "salary salaryrange employmenttype employer jobtitle jobid jobdescription joblocation requiredexperience vacancy"
    " вакансия зарплата работодатель hiringorganization datoredilavoro arbeitgeber employeur"
)
_JOB = frozenset(_JOB_WORDS.split())
# Special categories (GDPR Art. 9; LED Art. 10): never read unless a person maps them and a legal basis stands.
_SPECIAL_WORDS = (
    "ethnicity ethnic ethnicgroup race religion faith health healthstatus hiv disability sexuality sexualorientation"
    " orientation politics politicalopinion tradeunion caste etnia raza religion salud ethnie sante etnicita ethnie"
    " национальность этничность религия здоровье національність религия biometric dna skincolor skincolour"
)
_SPECIAL = frozenset(_SPECIAL_WORDS.split())
_SIGNS = re.compile(r"[\W_]+")

_LONGEST = 40  # signs of a header that a message repeats


def plain(header: str) -> str:
    """A header without case, accents, spaces and signs: "Job Title" and "job_title" are one."""
    words = unicodedata.normalize("NFKD", re.sub(r"\s*\(\d+\)$", "", header)).casefold()
    return _SIGNS.sub("", "".join(letter for letter in words if not unicodedata.combining(letter)))


def is_special(header: str) -> bool:
    """Whether a header names a special category of personal data (requirement D03)."""
    return plain(header) in _SPECIAL or any(
        _SIGNS.sub("", word.casefold()) in _SPECIAL for word in re.split(r"[\W_]+", header)
    )


@dataclass(frozen=True)
class Columns:
    """Which column is read from which headers.

    Args:
        headers: Column -> headers, whose cells are joined in that order.
        constants: Column -> the value that every row gets.
        unused: Headers that no column is read from.
        job: Whether the headers say that these are job adverts.
    """

    headers: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    unused: tuple[str, ...]
    job: bool

    def text(self) -> str:
        """JSON object for INGESTS.mapping: column -> header, or column -> =value."""
        said = {column: "+".join(names) for column, names in self.headers.items()}
        said |= {column: f"={value}" for column, value in self.constants.items()}
        return json.dumps(dict(sorted(said.items())), ensure_ascii=False)


def has_text(headers: Sequence[str]) -> bool:
    """Whether the headers name the text of an advert."""
    return "body" in _by_words(headers)


def match_headers(
    headers: Sequence[str], said: Mapping[str, str] | None = None, *, basis: str | None = None
) -> Columns:
    """Tell for every column from which headers it is read.

    A person's word goes first: `body=description+requirements` joins two headers, `country==GB` gives every row
    that value, `contact=` reads the column from nowhere. The other columns are read from the headers that are
    known words for them; every header serves one column at most. Headers of special categories are never
    taken by themselves.

    Args:
        headers: As the file has them.
        said: Column to header, what --map says.
        basis: The legal basis recorded; without it no header of a special category can be mapped.

    Raises:
        UsageError: `said` names a column that ADVERTS does not have.
        InputError: `said` names a header that the file does not have, or of a special category without
            a basis; or no header names the text.
    """
    chosen, constants = _as_said(headers, said or {}, basis)
    taken = {name for names in chosen.values() for name in names}
    fixed = set(chosen) | set(constants)
    found = _by_words([name for name in headers if name not in taken], leave=fixed)
    for column, names in found.items():
        chosen[column] = names
    chosen = {column: names for column, names in chosen.items() if names}
    if "body" not in chosen:
        raise InputError(
            f"no header names the text of the adverts. The file has: {_listed(headers)}. Say which one it is with"
            " --map body=HEADER (several: --map body=HEADER+HEADER)"
        )
    used = {name for names in chosen.values() for name in names}
    return Columns(
        headers=chosen,
        constants=constants,
        unused=tuple(name for name in headers if name not in used),
        job=any(plain(name) in _JOB for name in headers),
    )


def _as_said(
    headers: Sequence[str], said: Mapping[str, str], basis: str | None
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Follow --map to the letter, or say everything in which it is off."""
    unknown = sorted(set(said) - set(COLUMNS))
    if unknown:
        raise UsageError(f"--map {', '.join(unknown)}: no such column; the columns are {', '.join(sorted(COLUMNS))}")
    chosen: dict[str, tuple[str, ...]] = {}
    constants: dict[str, str] = {}
    faults = []
    for column, word in said.items():
        if word.startswith("="):
            constants[column] = word[1:]
            continue
        names = _named(headers, word)
        missing = [name for name in names if name not in headers]
        if missing:
            faults.append(f"--map {column}={word}: the file has no header {', '.join(map(repr, missing))}")
        if len(names) > 1 and column not in JOIN:
            faults.append(f"--map {column}={word}: only {', '.join(sorted(JOIN))} can be joined of several headers")
        special = [name for name in names if is_special(name)]
        if special and basis is None:
            faults.append(
                f"--map {column}={word}: {', '.join(special)} names a special category of personal data, which needs a"
                " recorded legal basis: give --basis"
            )
        chosen[column] = names
    if faults:
        raise InputError("; ".join(faults) + f". The file has: {_listed(headers)}")
    return chosen, constants


def _named(headers: Sequence[str], word: str) -> tuple[str, ...]:
    """The headers that a person named: the word as it stands where there is such a header, else its parts."""
    if not word:
        return ()
    exact = {name.casefold(): name for name in headers}
    if word.casefold() in exact:
        return (exact[word.casefold()],)
    return tuple(exact.get(part.strip().casefold(), part.strip()) for part in word.split("+"))


def _by_words(headers: Sequence[str], leave: set[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Match by known words; columns in `leave` are settled already."""
    by_plain: dict[str, str] = {}
    for name in headers:
        if not is_special(name):
            by_plain.setdefault(plain(name), name)
    chosen: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()

    def first(words: str) -> str | None:
        """The header for the first of these words that the file has and no column took."""
        for word in words.split():
            name = by_plain.get(plain(word))
            if name is not None and name not in taken:
                taken.add(name)
                return name
        return None

    for column, words in _WORDS.items():
        if leave is None or column not in leave:
            found = first(words)
            if found is not None:
                chosen[column] = (found,)
    for column, groups in _PARTS.items():
        if leave is not None and column in leave:
            continue
        if column == "body" and "body" not in chosen:
            continue
        more = [name for name in map(first, groups) if name is not None]
        if more:
            chosen[column] = (*chosen.get(column, ()), *more)
    return chosen


def _listed(headers: Sequence[str], most: int = 40) -> str:
    """Headers for a message; what is too long for a header is likely an advert's text, so only its length is told."""
    shown = ", ".join(h if len(h) <= _LONGEST else f"(a text of {len(h)} signs)" for h in headers[:most])
    return shown + (f" and {len(headers) - most} more" if len(headers) > most else "")
