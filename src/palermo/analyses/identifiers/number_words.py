"""Number words: how digits are said, in the languages that adverts are written in.

A word means the same in every language that has it; where two languages disagree (English "once",
Spanish "once" = 11), the number wins, because a single number word is never a phone number.
Words are compared folded: without case, accents and width.
"""

from collections.abc import Iterator

# 0 to 19 in order; forms of one number are divided by "/"; "" = none (made of two words, or too common).
UNITS = {
    "en": "zero/oh/nought/naught/nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
    "es": "cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve",
    "pt": "zero um/uma dois/duas três quatro cinco seis/meia sete oito nove dez onze doze treze catorze/quatorze quinze"
    " dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
    "fr": "zéro/zero un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dixsept dixhuit dixneuf",
    "de": "null eins/ein/eine zwei/zwo drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf dreizehn"
    " vierzehn fünfzehn/fuenfzehn sechzehn siebzehn achtzehn neunzehn",
    "it": "zero uno/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    " sedici diciassette diciotto diciannove",
    "ro": "zero unu/una doi/două trei patru cinci șase/sase șapte/sapte opt nouă zece unsprezece"
    " doisprezece/douăsprezece treisprezece paisprezece cincisprezece/cinsprezece șaisprezece șaptesprezece"
    " optsprezece nouăsprezece",
    "ru": "ноль/нуль один/одна/одно/одного/раз два/две/двух/двум три/трёх/трём четыре/четырёх пять/пяти"
    " шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "uk": "нуль один/одна/одне/одного два/дві/двох три/трьох чотири/чотирьох п'ять/пять/п'яти/пяти шість/шести"
    " сім/семи вісім/восьми дев'ять/девять/дев'яти десять/десяти одинадцять дванадцять тринадцять чотирнадцять"
    " п'ятнадцять/пятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять/девятнадцять",
    "pl": "zero jeden/jedna/jedno dwa/dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście"
    " trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
    "nl": "nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien",
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
    "bg": "нула едно/една/един две/два три четири пет шест седем осем девет",
    "hu": "nulla egy kettő/két három négy öt hat hét nyolc kilenc tíz",
    "cs": "nula jedna dva/dvě tři čtyři pět šest sedm osm devět deset",
    "ar": "صفر واحد/واحدة اثنان/اثنين/إثنان ثلاثة/ثلاث أربعة/اربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني تسعة/تسع",
    "hi": "शून्य एक दो तीन चार पांच/पाँच छह/छः/छे सात आठ नौ",
    "id": "nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan",
    "sq": "zero një dy tre katër pesë gjashtë shtatë tetë nëntë",
}

# 20 to 90 in order.
TENS = {
    "en": "twenty thirty forty/fourty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "fr": "vingt/vingts trente quarante cinquante soixante septante huitante/octante nonante",
    "de": "zwanzig dreißig/dreissig vierzig fünfzig/fuenfzig sechzig siebzig achtzig neunzig",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "ro": "douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci",
    "ru": "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти"
    " семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
    "uk": "двадцять/двадцяти тридцять/тридцяти сорок/сорока п'ятдесят/пятдесят шістдесят сімдесят вісімдесят"
    " дев'яносто/девяносто",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt"
    " dziewięćdziesiąt",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
}

# 100 to 900 in order, where they are one word.
HUNDREDS = {
    "es": "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas"
    " seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
    "pt": "cem/cento duzentos/duzentas trezentos/trezentas quatrocentos quinhentos seiscentos setecentos oitocentos"
    " novecentos",
    "it": "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
    "de": "einhundert zweihundert dreihundert vierhundert fünfhundert sechshundert siebenhundert achthundert"
    " neunhundert",
    "ru": "сто/ста двести/двухсот триста/трёхсот четыреста/четырёхсот пятьсот/пятисот шестьсот/шестисот"
    " семьсот/семисот восемьсот/восьмисот девятьсот/девятисот",
    "uk": "сто/ста двісті/двохсот триста/трьохсот чотириста п'ятсот/пятсот шістсот сімсот вісімсот дев'ятсот/девятсот",
    "pl": "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
}

# "eight hundred": multiplies the unit before it.
HUNDRED = ("hundred", "cent", "cents", "hundert", "sută", "sute", "honderd")

# "double seven" = 77.
REPEAT = {
    2: "double dbl doble doppel doppelt doppia doppio dublu dublă duplo dupla дважды двойная двойной двойка"
    " подвійна подвійний dubbel podwójne podwójna",
    3: "triple treble tripla triplo triplă triplu dreifach тройная тройной потрійна потрійний driedubbel potrójne",
}

# "three zeros" = 000.
_ZEROS_TEXT = "zeros zeroes ohs ceros zéros zeros nullen zeri zerouri нуля нулей ноля нулі нулів zera nullen"
ZEROS = tuple(_ZEROS_TEXT.split())

# Said between two digits without a value of its own.
_FILLERS_TEXT = (
    "dash hyphen minus space then guion guión tiret tirets punto dot point bindestrich strich trattino дефис тире"
    " пробел кома пробіл liniuță espace espacio leerzeichen spazio крапка точка punkt stop"
)
FILLERS = tuple(_FILLERS_TEXT.split())

# Joins tens and units: "treinta y cinco", "cinq et un", "ein und zwanzig".
JOINERS = ("and", "y", "et", "e", "si", "și", "und", "en", "i", "і", "и", "та")

PLUS_WORDS = ("plus", "más", "плюс", "più", "piu", "mais")


def _fused() -> Iterator[tuple[str, int]]:
    """Two-digit numbers written as one word."""
    units = UNITS["de"].split()
    for ten, word in enumerate(TENS["de"].split(), start=2):
        for form in word.split("/"):
            for unit in range(1, 10):
                for said in ("ein",) if unit == 1 else units[unit].split("/"):
                    yield f"{said}und{form}", ten * 10 + unit
    units = UNITS["nl"].split()
    for ten, word in enumerate(TENS["nl"].split(), start=2):
        for unit in range(1, 10):
            for said in units[unit].split("/"):
                joint = "ën" if said.endswith("e") else "en"
                yield f"{said}{joint}{word}", ten * 10 + unit
    units = UNITS["it"].split()
    for ten, word in enumerate(TENS["it"].split(), start=2):
        for unit in range(1, 10):
            said = units[unit].split("/")[0]
            yield (word[:-1] if unit in (1, 8) else word) + ("tré" if unit == 3 else said), ten * 10 + unit
    spanish = "uno dos/dós tres/trés cuatro cinco seis/séis siete ocho nueve"
    for unit, said in enumerate(spanish.split(" "), start=1):
        for form in said.split("/"):
            yield f"veinti{form}", 20 + unit
    units = UNITS["en"].split()
    for ten, word in enumerate(TENS["en"].split(), start=2):
        for unit in range(1, 10):
            yield f"{word.split('/')[0]}{units[unit]}", ten * 10 + unit
    for hundred, word in enumerate(HUNDREDS["it"].split(), start=1):
        for value, said in list(_fused_italian()):
            yield f"{word}{said}", hundred * 100 + value


def _fused_italian() -> Iterator[tuple[int, str]]:
    units = [form.split("/")[0] for form in UNITS["it"].split()]
    yield from ((value, said) for value, said in enumerate(units) if value)
    for ten, word in enumerate(TENS["it"].split(), start=2):
        yield ten * 10, word
        for unit in range(1, 10):
            yield ten * 10 + unit, (word[:-1] if unit in (1, 8) else word) + units[unit]


def number_words() -> Iterator[tuple[str, str, int]]:
    """Every number word: (word, class, value); class is unit, teen, ten, fused or hundred."""
    for table in UNITS.values():
        for value, forms in enumerate(table.split(" ")):
            for form in forms.split("/"):
                yield form, "unit" if value < 10 else "teen", value
    for table in TENS.values():
        for value, forms in enumerate(table.split(" "), start=2):
            for form in forms.split("/"):
                yield form, "ten", value * 10
    for table in HUNDREDS.values():
        for value, forms in enumerate(table.split(" "), start=1):
            for form in forms.split("/"):
                yield form, "hundred", value * 100
    for word, value in _fused():
        yield word, "fused", value
