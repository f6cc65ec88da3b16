"""Words that stand near identifiers: what says "a phone number follows", what says "this is none", and the rest."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# A phone number follows.
PHONE_CUES = _words(
    """
    phone phones telephone tel tele telephon fon mob mobile cell cellphone call calls text sms ring dial whatsapp
    whatsap wsp wapp whats watsapp wa viber imo contact hotline call-me msg message fax teléfono telefono tfno tlf
    móvil movil celular cel llama llame llamar llámame llamada contacto escribe telefone telemóvel telemovel ligue
    zap zapzap fone téléphone téléphoner portable appelez appeler appelle joindre joignable telefon telefonnummer
    handy handynummer rufnummer anruf anrufen ruf mobil cellulare chiama chiamare chiamate chiamami telefonul sună
    sunati sunați apel apelați mobilul телефон телефону телефона тел моб мобильный звони звоните позвоните позвонить
    звонок звонить вотсап ватсап ватсапп вацап вайбер смс пишите телефонуйте дзвоніть дзвони подзвоніть дзвінок
    вайбері мобільний пишіть zadzwoń dzwoń dzwonić komórka telefonu bel bellen telefoonnummer ring telefonnummer ara
    arayın telefonu هاتف تلفون اتصل اتصلوا واتساب جوال موبايل फोन फ़ोन मोबाइल संपर्क कॉल व्हाट्सएप hubungi telepon
    hp
    """
)
HAN_PHONE_CUES = ("电话", "手机", "致电", "联系", "电联", "話番", "携帯", "電話")

# A number follows that is no phone number.
OTHER_CUES = _words(
    """
    ref reference refno order orders invoice isbn issn ean upc id ids iban bic swift account acct acc card visa
    mastercard version ver v build release postcode zip zipcode vat ein ssn nif cif dni nie serial sku case licence
    license lic permit registration reg charity tracking parcel booking patent batch hash code pin vacancy req
    requisition isin doi pmid salary wage budget price cost pedido factura cuenta tarjeta referencia ref expediente
    código codigo sueldo salario precio commande facture compte carte référence siret siren prix salaire bestellung
    bestellnummer rechnung rechnungsnummer konto kontonummer kundennummer karte referenz steuernummer gehalt preis
    aktenzeichen artikelnummer hrb plz ordine fattura conto carta riferimento partita piva prezzo stipendio comandă
    factură cont card cui salariu preț заказ заказа заказу инн огрн огрнип кпп снилс счет счёт счета карта карты
    карту бик версия договор договора индекс артикул зарплата цена паспорт код трек замовлення рахунок рахунку
    картка картки єдрпоу іпн договір індекс ціна версія zamówienie zamówienia nip regon konto karta faktura pesel
    coordinates gps lat lon latitude longitude koordinaten coordenadas координаты ip server
    """
)
HAN_OTHER_CUES = ("订单", "编号", "账号", "卡号", "邮编", "单号")

# Money, before or after a number.
MONEY_WORDS = _words(
    """
    eur euro euros usd dollar dollars gbp pound pounds pln zł zl zloty złotych ron lei rub руб рублей рубля рубль
    uah грн гривень гривні chf czk kč huf sek nok dkk kr aed inr rs rupees pkr php thb baht cny rmb yuan лир лв brl
    reais mxn clp pesos peso
    """
)

# Measures, after a number.
MEASURE_WORDS = _words(
    """
    km kg percent sqm sqft hours hrs hour часов годин stunden horas heures years лет bytes mb gb views followers
    people k
    """
)

# "at" and "dot" as words in an address.
AT_WORDS = _words(
    """
    at arroba arobase chiocciola klammeraffe собака собачка ат эт равлик malpa małpa snabela arond
    """
)
DOT_WORDS = _words(
    """
    dot punto punkt point ponto punct punt точка тчк крапка dots kropka нокта
    """
)

# What ends a host's name. First: in ordinary words too, so it needs a scheme, "www." or a path.
WORDY_ENDINGS = _words(
    """
    it me is in at be to no so as am my us id la do de es am pm or ro se si co al do im tv cc ai
    """
)
PLAIN_ENDINGS = _words(
    """
    com org net info biz edu gov int ru ua by kz uk fr pl nl eu io online site shop club app dev xyz top example
    test link work jobs pro mobi name agency live page store website chat su рф укр ch cz sk hu bg gr tr lt lv ee fi
    dk br mx ar cl pe cn hk jp kr vn th ph sg ng za ke ma tn eg ae ge md mk rs hr ba ie pt lu mt cy nz au ca invalid
    localhost
    """
)

# Services whose names people go by: word -> service.
SERVICES = {
    "telegram": "telegram telegramm tg телеграм телеграмм телеграме телеграмі тг телега телегу telega تلجرام تيليجرام",
    "whatsapp": "whatsapp",
    "instagram": "instagram insta ig инстаграм инстаграмм инста інстаграм",
    "facebook": "facebook fb фейсбук фб",
    "tiktok": "tiktok тикток тікток",
    "vk": "vk vkontakte вк вконтакте",
    "wechat": "wechat weixin wx вичат",
    "line": "line",
    "signal": "signal сигнал",
}
HAN_SERVICES = {"wechat": ("微信", "薇信")}
