"""Countries and languages as sources name them, brought to ISO codes; what is not surely one stays untold."""

import re

# ISO 3166-1:2020: alpha-2, alpha-3 and the English short name, shortened where everybody does; XK is the code in
# use for Kosovo (user-assigned).
_COUNTRIES = """
AD AND Andorra;AE ARE United Arab Emirates;AF AFG Afghanistan;AG ATG Antigua and Barbuda;AI AIA Anguilla;AL ALB Albania
AM ARM Armenia;AO AGO Angola;AQ ATA Antarctica;AR ARG Argentina;AS ASM American Samoa;AT AUT Austria;AU AUS Australia
AW ABW Aruba;AX ALA Aland Islands;AZ AZE Azerbaijan;BA BIH Bosnia and Herzegovina;BB BRB Barbados;BD BGD Bangladesh
BE BEL Belgium;BF BFA Burkina Faso;BG BGR Bulgaria;BH BHR Bahrain;BI BDI Burundi;BJ BEN Benin;BL BLM Saint Barthelemy
BM BMU Bermuda;BN BRN Brunei;BO BOL Bolivia;BQ BES Bonaire;BR BRA Brazil;BS BHS Bahamas;BT BTN Bhutan
BV BVT Bouvet Island;BW BWA Botswana;BY BLR Belarus;BZ BLZ Belize;CA CAN Canada;CC CCK Cocos Islands
CD COD Democratic Republic of the Congo;CF CAF Central African Republic;CG COG Congo;CH CHE Switzerland
CI CIV Cote d'Ivoire;CK COK Cook Islands;CL CHL Chile;CM CMR Cameroon;CN CHN China;CO COL Colombia;CR CRI Costa Rica
CU CUB Cuba;CV CPV Cabo Verde;CW CUW Curacao;CX CXR Christmas Island;CY CYP Cyprus;CZ CZE Czechia;DE DEU Germany
DJ DJI Djibouti;DK DNK Denmark;DM DMA Dominica;DO DOM Dominican Republic;DZ DZA Algeria;EC ECU Ecuador;EE EST Estonia
EG EGY Egypt;EH ESH Western Sahara;ER ERI Eritrea;ES ESP Spain;ET ETH Ethiopia;FI FIN Finland;FJ FJI Fiji
FK FLK Falkland Islands;FM FSM Micronesia;FO FRO Faroe Islands;FR FRA France;GA GAB Gabon;GB GBR United Kingdom
GD GRD Grenada;GE GEO Georgia;GF GUF French Guiana;GG GGY Guernsey;GH GHA Ghana;GI GIB Gibraltar;GL GRL Greenland
GM GMB Gambia;GN GIN Guinea;GP GLP Guadeloupe;GQ GNQ Equatorial Guinea;GR GRC Greece
GS SGS South Georgia and the South Sandwich Islands;GT GTM Guatemala;GU GUM Guam;GW GNB Guinea-Bissau;GY GUY Guyana
HK HKG Hong Kong;HM HMD Heard Island and McDonald Islands;HN HND Honduras;HR HRV Croatia;HT HTI Haiti;HU HUN Hungary
ID IDN Indonesia;IE IRL Ireland;IL ISR Israel;IM IMN Isle of Man;IN IND India;IO IOT British Indian Ocean Territory
IQ IRQ Iraq;IR IRN Iran;IS ISL Iceland;IT ITA Italy;JE JEY Jersey;JM JAM Jamaica;JO JOR Jordan;JP JPN Japan
KE KEN Kenya;KG KGZ Kyrgyzstan;KH KHM Cambodia;KI KIR Kiribati;KM COM Comoros;KN KNA Saint Kitts and Nevis
KP PRK North Korea;KR KOR South Korea;KW KWT Kuwait;KY CYM Cayman Islands;KZ KAZ Kazakhstan;LA LAO Laos;LB LBN Lebanon
LC LCA Saint Lucia;LI LIE Liechtenstein;LK LKA Sri Lanka;LR LBR Liberia;LS LSO Lesotho;LT LTU Lithuania
LU LUX Luxembourg;LV LVA Latvia;LY LBY Libya;MA MAR Morocco;MC MCO Monaco;MD MDA Moldova;ME MNE Montenegro
MF MAF Saint Martin;MG MDG Madagascar;MH MHL Marshall Islands;MK MKD North Macedonia;ML MLI Mali;MM MMR Myanmar
MN MNG Mongolia;MO MAC Macao;MP MNP Northern Mariana Islands;MQ MTQ Martinique;MR MRT Mauritania;MS MSR Montserrat
MT MLT Malta;MU MUS Mauritius;MV MDV Maldives;MW MWI Malawi;MX MEX Mexico;MY MYS Malaysia;MZ MOZ Mozambique
NA NAM Namibia;NC NCL New Caledonia;NE NER Niger;NF NFK Norfolk Island;NG NGA Nigeria;NI NIC Nicaragua
NL NLD Netherlands;NO NOR Norway;NP NPL Nepal;NR NRU Nauru;NU NIU Niue;NZ NZL New Zealand;OM OMN Oman;PA PAN Panama
PE PER Peru;PF PYF French Polynesia;PG PNG Papua New Guinea;PH PHL Philippines;PK PAK Pakistan;PL POL Poland
PM SPM Saint Pierre and Miquelon;PN PCN Pitcairn;PR PRI Puerto Rico;PS PSE Palestine;PT PRT Portugal;PW PLW Palau
PY PRY Paraguay;QA QAT Qatar;RE REU Reunion;RO ROU Romania;RS SRB Serbia;RU RUS Russia;RW RWA Rwanda
SA SAU Saudi Arabia;SB SLB Solomon Islands;SC SYC Seychelles;SD SDN Sudan;SE SWE Sweden;SG SGP Singapore
SH SHN Saint Helena;SI SVN Slovenia;SJ SJM Svalbard and Jan Mayen;SK SVK Slovakia;SL SLE Sierra Leone;SM SMR San Marino
SN SEN Senegal;SO SOM Somalia;SR SUR Suriname;SS SSD South Sudan;ST STP Sao Tome and Principe;SV SLV El Salvador
SX SXM Sint Maarten;SY SYR Syria;SZ SWZ Eswatini;TC TCA Turks and Caicos Islands;TD TCD Chad
TF ATF French Southern Territories;TG TGO Togo;TH THA Thailand;TJ TJK Tajikistan;TK TKL Tokelau;TL TLS Timor-Leste
TM TKM Turkmenistan;TN TUN Tunisia;TO TON Tonga;TR TUR Turkey;TT TTO Trinidad and Tobago;TV TUV Tuvalu;TW TWN Taiwan
TZ TZA Tanzania;UA UKR Ukraine;UG UGA Uganda;UM UMI United States Minor Outlying Islands;US USA United States
UY URY Uruguay;UZ UZB Uzbekistan;VA VAT Holy See;VC VCT Saint Vincent and the Grenadines;VE VEN Venezuela
VG VGB British Virgin Islands;VI VIR United States Virgin Islands;VN VNM Vietnam;VU VUT Vanuatu;WF WLF Wallis and Futuna
WS WSM Samoa;YE YEM Yemen;YT MYT Mayotte;ZA ZAF South Africa;ZM ZMB Zambia;ZW ZWE Zimbabwe;XK XKX Kosovo
"""
_OTHER_NAMES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "u.s.a.": "US", "u.s.": "US",
    "united states of america": "US", "uae": "AE", "russian federation": "RU", "republic of moldova": "MD",
    "czech republic": "CZ", "the netherlands": "NL", "holland": "NL", "türkiye": "TR", "viet nam": "VN",
    "ivory coast": "CI", "españa": "ES", "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "italia": "IT",
    "românia": "RO", "україна": "UA", "украина": "UA", "россия": "RU", "polska": "PL", "brasil": "BR", "méxico": "MX",
    "belgique": "BE", "belgië": "BE", "suisse": "CH", "moldova, republic of": "MD", "беларусь": "BY", "молдова": "MD",
    "германия": "DE", "польша": "PL", "испания": "ES", "италия": "IT", "турция": "TR", "ksa": "SA", "danmark": "DK",
    "sverige": "SE", "norge": "NO", "suomi": "FI", "magyarország": "HU", "hrvatska": "HR", "србија": "RS",
    "slovenská republika": "SK", "česko": "CZ", "ελλάδα": "GR", "中国": "CN", "日本": "JP", "казахстан": "KZ",
}  # fmt: skip

_NAMES: dict[str, str] = dict(_OTHER_NAMES)
_CODES: set[str] = set()
for _line in _COUNTRIES.strip().replace("\n", ";").split(";"):
    _two, _three, _name = _line.split(" ", 2)
    _CODES.add(_two)
    _NAMES[_three.casefold()] = _two
    _NAMES[_name.casefold()] = _two
COUNTRY_CODES = frozenset(_CODES)

_LEADING = re.compile(r"\s*([A-Z]{2}),[^,]*,(.*)", re.DOTALL)
_COUNTRY_FIRST = 0.9  # of the places in a file begin with a country's code: then that is how the file writes places
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LANGUAGES = {
    "english": "en", "spanish": "es", "español": "es", "russian": "ru", "русский": "ru", "french": "fr",
    "français": "fr",
    "german": "de", "deutsch": "de", "italian": "it", "italiano": "it", "romanian": "ro", "română": "ro",
    "ukrainian": "uk", "українська": "uk", "polish": "pl", "polski": "pl", "portuguese": "pt", "português": "pt",
    "arabic": "ar", "العربية": "ar", "chinese": "zh", "中文": "zh", "dutch": "nl", "turkish": "tr", "hindi": "hi",
    "bulgarian": "bg", "hungarian": "hu", "greek": "el", "thai": "th", "vietnamese": "vi", "tagalog": "tl",
}  # fmt: skip


def read_country(value: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a cell names by code or name, or None."""
    word = value.strip()
    if len(word) == 2 and word.upper() in COUNTRY_CODES:
        return word.upper()
    return _NAMES.get(word.casefold())


def leading_country(place: str) -> str | None:
    """The country of a place written country, region, town, such as "GB, LND, London"; None for any other.

    "CA, Los Angeles, USA" ends in a country, so its beginning is none.
    """
    found = _LEADING.match(place)
    if found is None or found[1] not in COUNTRY_CODES or read_country(found[2]) is not None:
        return None
    return found[1]


def country_first(places: list[str]) -> bool:
    """Whether a file writes its places country first: nearly all begin with the code of one."""
    stated = [place for place in places if place.strip()]
    return len(stated) > 0 and sum(leading_country(place) is not None for place in stated) >= _COUNTRY_FIRST * len(
        stated
    )


def read_language(value: str) -> str | None:
    """The BCP 47 tag that a cell names by tag or name, or None."""
    word = value.strip()
    if word.casefold() in _LANGUAGES:
        return _LANGUAGES[word.casefold()]
    if _TAG.fullmatch(word) is None:
        return None
    first, *others = word.replace("_", "-").split("-")
    return "-".join([first.lower(), *others])
