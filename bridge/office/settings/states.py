"""Rules of each federal state: its ticks to read, and the sentences of its papers to write."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.lending.profiles import profile
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.papers.typeset import PaperError
from bridge.paperwork.facts import LoanOnPaper, PaperFacts
from bridge.paperwork.printing import typeset_paper
from bridge.paperwork.states import STATES, PaperState, StateTexts, own_texts, with_texts
from bridge.register.settings import KeptSetting

Text = Annotated[str, Meta(max_length=600)]
TEXTS = tuple(StateTexts.__dataclass_fields__)


class StateFields(Fields, frozen=True):
    """Sentences of one state; an empty one is left out on the papers."""

    version: Annotated[int, Meta(ge=0)]
    basis: Text = ""
    authority: Text = ""
    consent_note: Text = ""
    parents_do: Text = ""
    teachers_do: Text = ""
    pledge_note: Text = ""
    doubt: Text = ""


async def _all(ask: Ask) -> web.StreamResponse:
    shown = [await _shown(ask, state) for state in STATES.values()]
    return ask.page("settings/templates/states.html", states=shown, profile=profile)


async def _one(ask: Ask) -> web.StreamResponse:
    state, kept = await _shown(ask, _state(ask))
    return _page(ask, state, kept.version)


async def _save(ask: Ask) -> web.StreamResponse:
    preset, form, register = _state(ask), ask.form(StateFields), ask.desk.register
    typed = {name: " ".join(getattr(form, name).split()) for name in TEXTS}
    if not typed["basis"] or not typed["authority"]:
        raise Declined(
            Words(
                "Grundlage und Aufsicht müssen auf den Papieren stehen (Art. 13 DSGVO).",
                "Basis and authority have to stand on the papers (Art. 13 GDPR).",
            ),
            "authority" if typed["basis"] else "basis",
        )
    texts = own_texts(preset, typed)
    _check(preset, texts)
    try:
        name = f"state.{preset.letters}"
        change = await register.set_setting(ask.member, name, texts, form.version)
    except Outdated as outdated:
        theirs, kept = await _shown(ask, preset)
        mine = with_texts(preset, texts)
        return _page(ask, mine, kept.version, outdated.words, theirs)
    return ask.go("/office/settings/states", undo=change)


def _check(preset: PaperState, texts: StateTexts) -> None:
    """Refuse sentences that no paper can show.

    Raises:
        Declined: One of them has a character that no font has.
    """
    facts = PaperFacts(loan=LoanOnPaper(state=preset.letters), texts=texts)
    try:
        for kind in ("parents", "teachers", "consent", "pledge", "assessment"):
            typeset_paper(kind, facts)
    except PaperError as error:
        raise Declined(
            Words(
                "Ein Zeichen darin kann kein Papier zeigen. Bitte ohne dieses Zeichen.",
                "No paper can show one of its characters. Please leave it out.",
            )
        ) from error


def _page(
    ask: Ask,
    state: PaperState,
    version: int,
    outdated: Words | None = None,
    theirs: PaperState | None = None,
) -> web.Response:
    changed = [
        (name, getattr(theirs, name))
        for name in TEXTS
        if theirs is not None and getattr(theirs, name) != getattr(state, name)
    ]
    given = {"state": state, "version": version, "outdated": outdated, "theirs": changed}
    status = 409 if outdated else 200
    return ask.page("settings/templates/state.html", status, labels=LABELS, **given)


async def _shown(ask: Ask, preset: PaperState) -> tuple[PaperState, KeptSetting[StateTexts]]:
    kept = await ask.desk.register.setting(f"state.{preset.letters}", StateTexts)
    return with_texts(preset, kept.value), kept


def _state(ask: Ask) -> PaperState:
    found = STATES.get(ask.text("state"))
    if found is None:
        raise NotYours
    return found


LABELS = {
    "basis": Words("Rechtsgrundlage", "Legal basis"),
    "authority": Words("Datenschutz-Aufsicht", "Supervisory authority"),
    "consent_note": Words("Warum keine Zustimmung nötig ist", "Why no consent is needed"),
    "parents_do": Words("Was Eltern der Klasse tun", "What parents of the class do"),
    "teachers_do": Words("Was Lehrkräfte tun", "What teachers do"),
    "pledge_note": Words("Zusatz zur Vertraulichkeit", "Addition on confidentiality"),
    "doubt": Words("Was offen ist", "What is open"),
}
"""Names of the sentences."""

STATE = r"/office/settings/states/{state:[A-Z]{2}}"
ROUTES = (
    OfficeRoute("GET", "/office/settings/states", _all, "keep_settings"),
    OfficeRoute("GET", STATE, _one, "keep_settings"),
    OfficeRoute("POST", STATE, _save, "keep_settings", fields=StateFields, is_fresh=True),
)
