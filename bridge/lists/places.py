"""PURE. Federal states by their names, post codes and towns. No I/O.

Towns are the better known ones of the four states; one that is missing is no mistake, its state is
then told by something else. Post codes are ranges, coarse at the borders of the states.
"""

import re
from functools import lru_cache

from bridge.lists.folding import fold, is_near

_STATES: dict[str, tuple[str, ...]] = {
    "HH": ("hh", "hamburg", "fhh", "freie und hansestadt hamburg", "hansestadt hamburg", "hbg"),
    "SH": ("sh", "s h", "schleswig holstein", "schl holst", "schlesw holst", "s holst"),
    "NI": ("ni", "nds", "niedersachsen", "nieders", "lower saxony", "ns"),
    "MV": (
        *("mv", "m v", "mecklenburg vorpommern", "meck pomm", "meckpomm", "meck vorp", "mvp"),
        *("mecklenburg vorp", "mecklenb vorp", "meckl vorp", "mecklenburg"),
    ),
}
_STATE_OF = {name: state for state, names in _STATES.items() for name in names}

_TOWNS: dict[str, str] = {
    "HH": "Hamburg Altona Bergedorf Harburg Wandsbek Eimsbüttel Blankenese Barmbek Wilhelmsburg"
    " Rahlstedt",
    "SH": "Kiel Lübeck Flensburg Neumünster Norderstedt Elmshorn Pinneberg Wedel Ahrensburg Itzehoe"
    " Geesthacht Rendsburg Henstedt-Ulzburg Reinbek Schleswig Eckernförde Husum Heide Quickborn"
    " Kaltenkirchen"
    " Eutin Plön Preetz Oldesloe Ratzeburg Mölln Uetersen Schenefeld Glinde Halstenbek"
    " Barmstedt Segeberg"
    " Stockelsdorf Neustadt-Holstein Büdelsdorf Bargteheide Niebüll Brunsbüttel Meldorf"
    " Schwarzenbek"
    " Kappeln Fehmarn Glückstadt Westerland Sylt Tönning Bordesholm Kronshagen Lauenburg"
    " Trittau Tornesch",
    "NI": "Hannover Braunschweig Oldenburg Osnabrück Wolfsburg Göttingen Salzgitter Hildesheim"
    " Delmenhorst"
    " Wilhelmshaven Lüneburg Celle Garbsen Hameln Lingen Langenhagen Nordhorn Wolfenbüttel"
    " Peine Cuxhaven"
    " Emden Goslar Stade Melle Seevetal Neustadt-Rübenberge Lehrte Gifhorn Aurich Buchholz"
    " Buxtehude Verden"
    " Uelzen Rotenburg Walsrode Soltau Winsen Papenburg Leer Meppen Cloppenburg Vechta Nienburg"
    " Stadthagen"
    " Holzminden Northeim Einbeck Osterode Helmstedt Diepholz Syke Stuhr Weyhe Achim"
    " Bremervörde Zeven"
    " Nordenham Brake Varel Jever Norden Wittmund Westerstede Bramsche Rinteln Springe Laatzen"
    " Barsinghausen"
    " Wunstorf Ronnenberg Seelze Burgdorf Munster Schneverdingen Dannenberg Lüchow"
    " Osterholz-Scharmbeck"
    " Bückeburg Duderstadt Clausthal-Zellerfeld Ganderkesee Wildeshausen Harsefeld Tostedt Jork"
    " Neu-Wulmstorf",
    "MV": "Rostock Schwerin Neubrandenburg Stralsund Greifswald Wismar Güstrow Waren Neustrelitz"
    " Parchim"
    " Ribnitz-Damgarten Ludwigslust Bergen-Rügen Anklam Wolgast Demmin Teterow Hagenow Grevesmühlen"
    " Pasewalk Ueckermünde Torgelow Boizenburg Doberan Bützow Malchin Grimmen Barth Sassnitz"
    " Heringsdorf"
    " Usedom Rügen Warnemünde Lübz Malchow Röbel Gadebusch Sternberg Plau Binz Zinnowitz"
    " Schönberg Dömitz",
}
_TOWN_OF = {
    fold(town.partition("-")[0] if "Neustadt" in town else town): state
    for state, towns in _TOWNS.items()
    for town in towns.split()
}

_AMBIGUOUS = {
    "neustadt",
    "norden",
    "waren",
    "barth",
    "heide",
    "brake",
    "wedel",
    "plau",
    "schleswig",
    "schoenberg",
    "harburg",
    "leer",
    "stuhr",
    "jork",
}
"""Towns that are also words, or lie in several states."""

_CODES: tuple[tuple[int, int, str], ...] = (
    *((17000, 17267, "MV"), (17300, 17322, "MV"), (17328, 17329, "MV"), (17335, 17999, "MV")),
    *((18000, 18999, "MV"), (19000, 19270, "MV"), (19271, 19273, "NI"), (19274, 19306, "MV")),
    *((19370, 19417, "MV"), (20000, 21149, "HH"), (21200, 21459, "NI"), (21460, 21529, "SH")),
    *((21600, 21789, "NI"), (22000, 22142, "HH"), (22143, 22144, "HH"), (22145, 22145, "SH")),
    *((22146, 22799, "HH"), (22800, 22999, "SH"), (23500, 23922, "SH"), (23923, 23999, "MV")),
    *((24000, 25999, "SH"), (26000, 27567, "NI"), (27600, 27999, "NI"), (28784, 28790, "NI")),
    *((28800, 29399, "NI"), (29431, 29615, "NI"), (29616, 31999, "NI"), (34346, 34355, "NI")),
    *((37000, 37199, "NI"), (37400, 37449, "NI"), (37520, 37699, "NI"), (38000, 38479, "NI")),
    *((38500, 38599, "NI"), (38600, 38729, "NI"), (48455, 48465, "NI"), (48488, 48488, "NI")),
    *((48499, 48499, "NI"), (48527, 48531, "NI"), (49000, 49459, "NI"), (49565, 49849, "NI")),
)


def states_in(text: str) -> list[str]:
    """Return the federal states that a text names and nothing else; empty for any other text."""
    found: list[str] = []
    for part in re.split(r"\s*(?:/|,|;|\+|&|\bund\b|\bu\.)\s*", re.sub(r"\(.*?\)", "", text)):
        state = state_of(part)
        if state is None:
            return []
        found.append(state)
    return found


def state_of(text: str) -> str | None:
    """Return the federal state that a text names, or None."""
    folded = fold(text)
    if folded in _STATE_OF:
        return _STATE_OF[folded]
    for name, state in _STATE_OF.items():
        if len(name) >= 7 and is_near(folded, name, 2 if len(name) > 10 else 1):
            return state
    return None


def state_of_sheet(name: str) -> str | None:
    """Return the federal state that the name of a sheet gives, such as `S-H` or `Hamburg 26`."""
    bare = re.sub(r"(?:19|20)?\d\d(?:[/_-]\d\d(?:\d\d)?)?", "", name).strip(" _-")
    found = state_of(bare)
    if found:
        return found
    words = [state for part in bare.split() if (state := state_of(part))]
    return words[0] if len(set(words)) == 1 else None


def state_of_postcode(postcode: str) -> str:
    """Return the federal state of a post code; empty for one outside of the four."""
    if not re.fullmatch(r"\d{5}", postcode):
        return ""
    number = int(postcode)
    return next((state for first, last, state in _CODES if first <= number <= last), "")


@lru_cache(maxsize=4096)
def town_in(text: str) -> tuple[str, str]:
    """Return the town that a text ends with, or names, and its federal state; empty for none."""
    words = re.findall(r"[^\W\d_][\w.-]*", text)
    for size in (2, 1):
        for at in range(len(words) - size, -1, -1):
            piece = " ".join(words[at : at + size])
            folded = fold(piece)
            is_last = at + size == len(words)
            if folded in _TOWN_OF and (is_last or folded not in _AMBIGUOUS):
                return piece, _TOWN_OF[folded]
    return "", ""


def is_town(text: str) -> bool:
    """Return whether a text is the name of a known town."""
    return fold(text) in _TOWN_OF
