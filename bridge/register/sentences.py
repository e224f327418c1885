"""PURE. Sentences of the history, by kind of change. No I/O.

A line names numbers, dates, robots and schools; a child's name never stands in it.
"""

from collections.abc import Mapping

from bridge.base.words import Words

SENTENCES: dict[str, Words] = {
    "undo": Words("Rückgängig gemacht: {sentence}", "Undone: {sentence}"),
    # requests
    "request.came": Words("Eine Anfrage kam über das Formular", "A request came by the form"),
    "request.noted": Words("Eine Anfrage eingetragen", "Wrote a request down"),
    "request.edited": Words("Anfrage {request} geändert", "Changed request {request}"),
    "request.school_named": Words(
        "Anfrage {request} einer Schule zugeordnet", "Said which school request {request} is for"
    ),
    "request.taken_in": Words(
        "Anfrage {request} von der Seite geholt", "Brought request {request} back in"
    ),
    "request.waits": Words(
        "Anfrage {request} auf die Warteliste gesetzt",
        "Put request {request} on the waiting list",
    ),
    "request.moved_up": Words(
        "Anfrage {request} nach vorn gesetzt: {why}", "Moved request {request} up: {why}"
    ),
    "request.wrote_question": Words(
        "Zu Anfrage {request} eine Rückfrage geschickt", "Asked back about request {request}"
    ),
    "request.wrote_waiting": Words(
        "Zu Anfrage {request} geschrieben: Sie steht auf der Warteliste",
        "Wrote about request {request}: it is on the waiting list",
    ),
    "request.wrote_promise": Words(
        "Zu Anfrage {request} eine Zusage geschickt", "Sent a promise for request {request}"
    ),
    "request.wrote_refusal": Words(
        "Zu Anfrage {request} eine Absage geschickt", "Sent a refusal for request {request}"
    ),
    "request.reserved": Words(
        "Anfrage {request} erledigt: ein Roboter ist reserviert",
        "Request {request} is done: a robot is reserved",
    ),
    "request.declined": Words("Anfrage {request} abgesagt", "Declined request {request}"),
    "request.withdrawn": Words(
        "Anfrage {request} erledigt: nicht mehr nötig",
        "Request {request} is done: no longer needed",
    ),
    "request.double": Words(
        "Anfrage {request} erledigt: doppelt", "Request {request} is done: it came twice"
    ),
    "request.reopened": Words(
        "Anfrage {request} wieder aufgenommen", "Took request {request} up again"
    ),
    # desk
    "robot.noted": Words("{robot}: Notiz geschrieben", "{robot}: note written"),
    "robot.unnoted": Words("{robot}: Notiz weggenommen", "{robot}: note removed"),
    "robot.changed": Words("{robot}: Daten geändert", "{robot}: facts changed"),
    "robot.to_workshop": Words("{robot} in die Werkstatt gegeben", "{robot} sent to the workshop"),
    "robot.from_workshop": Words(
        "{robot} aus der Werkstatt geholt", "{robot} back from the workshop"
    ),
    "robot.to_check": Words("{robot} soll geprüft werden", "{robot} is to be checked"),
    "robot.checked": Words("{robot} ist geprüft", "{robot} was checked"),
    "robot.scrapped": Words("{robot} ausgemustert", "{robot} taken out of use"),
    "robot.winked": Words("{robot} hat gezwinkert", "{robot} has winked"),
    "robot.examined": Words("{robot} aus der Ferne geprüft", "{robot} examined from afar"),
    "robot.restarted": Words("{robot} neu gestartet", "{robot} restarted"),
    "today.put_away": Words("Auf Heute weggelegt: {line}", "Put away on Today: {line}"),
    # fleet
    "fleet.tokens_made": Words(
        "Aufnahme-Codes gemacht für {robots}", "Enrolment codes made for {robots}"
    ),
    "fleet.token_withdrawn": Words(
        "Aufnahme-Code von {robot} zurückgezogen", "Enrolment code of {robot} withdrawn"
    ),
    "fleet.wave_begun": Words(
        "Update auf {version} begonnen, zuerst bei {robot}",
        "Update to {version} begun, first with {robot}",
    ),
    "fleet.wave_stopped": Words("Update-Welle {wave} angehalten", "Wave {wave} of updates stopped"),
    "fleet.examined": Words("{robot} untersucht (Doctor)", "{robot} examined (doctor)"),
    "fleet.log_fetched": Words("Protokoll von {robot} geholt", "Log of {robot} fetched"),
    # life: schools, children, loans, devices
    "school.added": Words("Schule aufgenommen: {school}", "School added: {school}"),
    "school.changed": Words("Schule geändert: {school}", "School changed: {school}"),
    "contact.added": Words("{school}: Kontakt aufgenommen", "{school}: contact added"),
    "contact.changed": Words("{school}: Kontakt geändert", "{school}: contact changed"),
    "contact.removed": Words("{school}: Kontakt entfernt", "{school}: contact removed"),
    "child.changed": Words(
        "Kind {child} ({school}): Kürzel oder Klasse geändert",
        "Child {child} ({school}): short name or class changed",
    ),
    "robot.pencilled": Words(
        "{robot} vorgemerkt: {from} bis {until}", "{robot} pencilled in: {from} to {until}"
    ),
    "robot.rubbed_out": Words(
        "{robot}: Vormerkung {from} bis {until} entfernt",
        "{robot}: pencilled days {from} to {until} removed",
    ),
    "loan.reserved": Words(
        "{robot} reserviert: {from} bis {until} {school}",
        "{robot} reserved: {from} to {until} {school}",
    ),
    "loan.lent": Words(
        "{robot} verliehen: {from} bis {until} {school}",
        "{robot} lent: {from} to {until} {school}",
    ),
    "loan.end_moved": Words(
        "{robot}, {school}: letzter Tag ist jetzt der {until}",
        "{robot}, {school}: the last day is {until} now",
    ),
    "loan.moved": Words(
        "{robot}, {school}: verschoben von {was_from} bis {was_until} auf {from} bis {until}",
        "{robot}, {school}: moved from {was_from} to {was_until} to {from} to {until}",
    ),
    "loan.extended": Words(
        "{robot}, {school}: verlängert bis {until} (vorher {was_until})",
        "{robot}, {school}: extended to {until} (before: {was_until})",
    ),
    "loan.shortened": Words(
        "{robot}, {school}: verkürzt bis {until} (vorher {was_until})",
        "{robot}, {school}: shortened to {until} (before: {was_until})",
    ),
    "loan.cancelled": Words(
        "{robot}, {school}: abgesagt ({from} bis {until})",
        "{robot}, {school}: cancelled ({from} to {until})",
    ),
    "loan.handed_over": Words(
        "{robot} übergeben am {day}: {school}", "{robot} handed over on {day}: {school}"
    ),
    "loan.swapped": Words(
        "{robot}, {school}: getauscht ab {day}", "{robot}, {school}: swapped from {day}"
    ),
    "loan.returned": Words(
        "{robot} ist zurück seit {day}: {school}", "{robot} is back since {day}: {school}"
    ),
    "loan.locked_by_office": Words(
        "{robot}, {school}: vom Büro gesperrt", "{robot}, {school}: locked by the office"
    ),
    "loan.locked_by_school": Words(
        "{robot}, {school}: von der Schule gesperrt, Zustimmung zurückgezogen",
        "{robot}, {school}: locked by the school, consent withdrawn",
    ),
    "loan.locked_by_family": Words(
        "{robot}, {school}: von der Familie gestoppt", "{robot}, {school}: stopped by the family"
    ),
    "loan.locked_by_child": Words(
        "{robot}, {school}: vom Kind gestoppt", "{robot}, {school}: stopped by the child"
    ),
    "loan.unlocked": Words("{robot}, {school}: wieder geöffnet", "{robot}, {school}: opened again"),
    "loan.times_set": Words(
        "{robot}, {school}: Unterrichtszeiten geändert", "{robot}, {school}: lesson times changed"
    ),
    "loan.rights_set": Words(
        "{robot}, {school}: Rechte des Kindes geändert",
        "{robot}, {school}: rights of the child changed",
    ),
    "loan.class_set": Words(
        "{robot}, {school}: Klasse geändert", "{robot}, {school}: class changed"
    ),
    "loan.ticked": Words(
        "{robot}, {school}: Häkchen gesetzt: {line}", "{robot}, {school}: ticked: {line}"
    ),
    "loan.unticked": Words(
        "{robot}, {school}: Häkchen weggenommen: {line}", "{robot}, {school}: tick removed: {line}"
    ),
    "device.locked": Words(
        "{robot}, {school}: Tablet {number} ausgesperrt",
        "{robot}, {school}: tablet {number} locked out",
    ),
    "device.unlocked": Words(
        "{robot}, {school}: Tablet {number} wieder hereingelassen",
        "{robot}, {school}: tablet {number} let in again",
    ),
    "code.added": Words("{robot}, {school}: neuer Code", "{robot}, {school}: new code"),
    "code.withdrawn": Words(
        "{robot}, {school}: Code {number} zurückgezogen",
        "{robot}, {school}: code {number} withdrawn",
    ),
    "links.renewed": Words(
        "{robot}, {school}: Link der Lehrkraft erneuert",
        "{robot}, {school}: teacher's link renewed",
    ),
    # signin
    "me.signed_in": Words("Angemeldet mit dem Passkey „{label}“", "Signed in with “{label}”"),
    "me.came_by_invitation": Words(
        "Der Einladung gefolgt, Passkey „{label}“ angelegt",
        "Followed the invitation, added the passkey “{label}”",
    ),
    "me.came_by_paper": Words(
        "Mit dem Notfall-Code hereingekommen, Passkey „{label}“ angelegt",
        "Came in with the emergency code, added the passkey “{label}”",
    ),
    "me.passkey_added": Words("Passkey „{label}“ angelegt", "Passkey “{label}” added"),
    "me.passkey_removed": Words("Eigenen Passkey entfernt", "Own passkey removed"),
    "me.paper_code": Words("Notfall-Code gedruckt", "Emergency code printed"),
    "me.sessions_ended": Words("Überall sonst abgemeldet", "Signed out everywhere else"),
    "me.changed": Words("Eigene Einstellungen geändert", "Own settings changed"),
    "person.invited": Words("{person} eingeladen ({role_de})", "{person} invited ({role_en})"),
    "person.invited_again": Words("{person} erneut eingeladen", "{person} invited again"),
    "person.changed": Words("{person} geändert ({role_de})", "{person} changed ({role_en})"),
    "person.left": Words("{person} entfernt", "{person} removed"),
    "person.sessions_ended": Words("{person} überall abgemeldet", "{person} signed out everywhere"),
    "person.passkey_removed": Words(
        "Einen Passkey von {person} entfernt", "A passkey of {person} removed"
    ),
    # keeping
    "loan.erased": Words(
        "Leihe {loan} gelöscht: Name, Tablets, Codes und Papiere",
        "Loan {loan} erased: name, tablets, codes and papers",
    ),
    "retention.set": Words("Aufbewahrung: {de} – {days} Tage", "Retention: {en}: {days} days"),
    "retention.forgot": Words(
        "{rows} alte Einträge gelöscht, deren Zeit um war", "{rows} old rows deleted, as set"
    ),
    # papers
    "paper.printed": Words("{paper} für {robot} gedruckt", "{paper_en} printed for {robot}"),
    "sheet.printed": Words(
        "Willkommensblatt für {robot} gedruckt, mit neuem Code",
        "Welcome sheet for {robot} printed, with a new code",
    ),
    "setting.charity": Words(
        "Name und Anschrift für die Papiere geändert",
        "Name and address on the papers changed",
    ),
    "setting.state": Words(
        "Texte der Papiere für {of} geändert", "Texts of the papers for {of} changed"
    ),
    "family.right_off": Words(
        "Die Familie hat bei {robot} ausgeschaltet: {right}",
        "The family has switched off for {robot}: {right_en}",
    ),
    "family.wish": Words(
        "Die Familie wünscht sich bei {robot} zurück: {right}",
        "The family would like back for {robot}: {right_en}",
    ),
    "family.devices_out": Words(
        "Die Familie hat das Tablet für {robot} gesperrt",
        "The family has locked the tablet for {robot}",
    ),
    "family.wish_granted": Words(
        "Wunsch der Familie bei {robot} erfüllt", "The family's wish for {robot} was granted"
    ),
    "family.wish_declined": Words(
        "Wunsch der Familie bei {robot} beantwortet, nicht erfüllt",
        "The family's wish for {robot} was answered, not granted",
    ),
    "child.right_off": Words(
        "Das Kind hat bei {robot} ausgeschaltet: {right}",
        "The child has switched off for {robot}: {right_en}",
    ),
    # loans: pages of loans
    "loan.child_named": Words(
        "{robot}, {school}: Kind eingetragen", "{robot}, {school}: child entered"
    ),
    # lists
    "list.imported": Words(
        "Liste übernommen: {rows} Zeilen, {left} liegen noch",
        "List taken over: {rows} rows, {left} still wait",
    ),
    "list.exported": Words(
        "Liste mit Kürzeln ausgegeben: {rows} Zeilen",
        "List with short names given out: {rows} rows",
    ),
}
"""Words of each kind; each `{name}` is a fact of the change."""

OTHER = Words("Etwas geändert", "Something changed")
"""Of a kind that another version wrote."""


def sentence(kind: str, facts: Mapping[str, object]) -> Words:
    """Return what a line of the history says."""
    words = SENTENCES.get(kind, OTHER)
    inner = facts.get("of")
    if kind == "undo" and isinstance(inner, Mapping):
        said = sentence(str(facts["kind"]), inner)
        return Words(words.de.format(sentence=said.de), words.en.format(sentence=said.en))
    # A loan of the command line has no school.
    return Words(*(text.format_map(_Said(facts)).replace(", :", ":") for text in words))


class _Said(dict[str, object]):
    """Facts in which a missing one is left out."""

    def __missing__(self, key: str) -> str:
        return "…"
