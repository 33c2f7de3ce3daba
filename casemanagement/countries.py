# SPDX-License-Identifier: AGPL-3.0-or-later
"""Countries as people type a nationality: by code, by name, by adjective. What is not here is not guessed."""

from functools import cache

# Code of two letters, of three, name, stem of the adjective.
_KNOWN = """
AF AFG Afghanistan afghanisch
AL ALB Albanien albanisch
AM ARM Armenien armenisch
AO AGO Angola angolanisch
AZ AZE Aserbaidschan aserbaidschanisch
BA BIH Bosnien und Herzegowina|bosnisch
BD BGD Bangladesch bangladeschisch
BF BFA Burkina Faso|burkinisch
BG BGR Bulgarien bulgarisch
BJ BEN Benin beninisch
BR BRA Brasilien brasilianisch
BY BLR Belarus belarussisch
CD COD Demokratische Republik Kongo|kongolesisch
CG COG Republik Kongo|
CI CIV Elfenbeinküste ivorisch
CM CMR Kamerun kamerunisch
CN CHN China chinesisch
CO COL Kolumbien kolumbianisch
CU CUB Kuba kubanisch
DE DEU Deutschland deutsch
DZ DZA Algerien algerisch
EG EGY Ägypten ägyptisch
ER ERI Eritrea eritreisch
ES ESP Spanien spanisch
ET ETH Äthiopien äthiopisch
FR FRA Frankreich französisch
GE GEO Georgien georgisch
GH GHA Ghana ghanaisch
GM GMB Gambia gambisch
GN GIN Guinea guineisch
GR GRC Griechenland griechisch
HR HRV Kroatien kroatisch
HU HUN Ungarn ungarisch
IN IND Indien indisch
IQ IRQ Irak irakisch
IR IRN Iran iranisch
IT ITA Italien italienisch
JO JOR Jordanien jordanisch
KE KEN Kenia kenianisch
KG KGZ Kirgisistan kirgisisch
KZ KAZ Kasachstan kasachisch
LB LBN Libanon libanesisch
LK LKA Sri Lanka|sri-lankisch
LY LBY Libyen libysch
MA MAR Marokko marokkanisch
MD MDA Moldau moldauisch
ME MNE Montenegro montenegrinisch
MK MKD Nordmazedonien nordmazedonisch
ML MLI Mali malisch
MN MNG Mongolei mongolisch
MM MMR Myanmar myanmarisch
NE NER Niger nigrisch
NG NGA Nigeria nigerianisch
NP NPL Nepal nepalesisch
PH PHL Philippinen philippinisch
PK PAK Pakistan pakistanisch
PL POL Polen polnisch
PS PSE Palästina palästinensisch
PT PRT Portugal portugiesisch
RO ROU Rumänien rumänisch
RS SRB Serbien serbisch
RU RUS Russland russisch
RW RWA Ruanda ruandisch
SD SDN Sudan sudanesisch
SL SLE Sierra Leone|sierra-leonisch
SN SEN Senegal senegalesisch
SO SOM Somalia somalisch
SS SSD Südsudan südsudanesisch
SY SYR Syrien syrisch
TD TCD Tschad tschadisch
TG TGO Togo togoisch
TJ TJK Tadschikistan tadschikisch
TM TKM Turkmenistan turkmenisch
TN TUN Tunesien tunesisch
TR TUR Türkei türkisch
UA UKR Ukraine ukrainisch
UG UGA Uganda ugandisch
UZ UZB Usbekistan usbekisch
VE VEN Venezuela venezolanisch
VN VNM Vietnam vietnamesisch
XK XKX Kosovo kosovarisch
YE YEM Jemen jemenitisch
"""


def code_of(typed: str) -> str:
    """The two letters of the country that was typed in whatever form; empty where it is not known for sure."""
    return _spellings().get(" ".join(typed.casefold().split()), "")


def name_of(code: str) -> str:
    return _names().get(code, code)


def choices() -> list[tuple[str, str]]:
    return sorted(_names().items(), key=lambda row: _sorting(row[1]))


def _sorting(name: str) -> str:
    return name.casefold().replace("ä", "a").replace("ö", "o").replace("ü", "u")


@cache
def _names() -> dict[str, str]:
    return {code: name for code, _three, name, _adjective in _rows()}


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, three, name, adjective in _rows():
        people = (adjective, f"{adjective}e", f"{adjective}er") if adjective else ()
        for word in (code, three, name, *people):
            found[word.casefold()] = code
    return found


def _rows() -> list[tuple[str, str, str, str]]:
    rows = []
    for line in _KNOWN.strip().splitlines():
        code, three, words = line.split(maxsplit=2)
        name, _sign, adjective = words.partition("|") if "|" in words else words.partition(" ")
        rows.append((code, three, name, adjective))
    return rows
