"""PURE. Names of weekdays and months in both languages. No I/O."""

from bridge.base.words import Words

WEEKDAYS = (
    *(Words("Montag", "Monday"), Words("Dienstag", "Tuesday"), Words("Mittwoch", "Wednesday")),
    *(Words("Donnerstag", "Thursday"), Words("Freitag", "Friday")),
    *(Words("Samstag", "Saturday"), Words("Sonntag", "Sunday")),
)
SHORT_WEEKDAYS = tuple(Words(name.de[:2], name.en[:3]) for name in WEEKDAYS)
MONTHS = (
    *(Words("Januar", "January"), Words("Februar", "February"), Words("März", "March")),
    *(Words("April", "April"), Words("Mai", "May"), Words("Juni", "June")),
    *(Words("Juli", "July"), Words("August", "August"), Words("September", "September")),
    *(Words("Oktober", "October"), Words("November", "November"), Words("Dezember", "December")),
)
