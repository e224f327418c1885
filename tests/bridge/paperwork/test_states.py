from dataclasses import replace

from bridge.paperwork.states import (
    NO_STATE,
    STATES,
    StateTexts,
    own_texts,
    paper_state,
    with_texts,
)


def test_every_state_says_everything_that_article_13_asks() -> None:
    assert list(STATES) == ["HH", "SH", "NI", "MV"]
    for state in (*STATES.values(), NO_STATE):
        assert state.basis.endswith(".")
        assert state.authority
        assert state.parents_do.endswith(".")
        assert state.doubt.endswith(".")
        # Where nobody is asked for consent, the form says why.
        assert bool(state.consent_note) != state.is_consent


def test_a_state_that_is_not_known_asks_most() -> None:
    assert paper_state("XX").is_consent
    assert not paper_state("HH").is_consent


def test_what_the_charity_writes_takes_the_place_of_the_preset_alone() -> None:
    hamburg = paper_state("HH")
    typed = {"basis": "Neu.", "authority": hamburg.authority, "consent_note": ""}
    texts = own_texts(hamburg, typed)
    assert texts == StateTexts(basis="Neu.", consent_note="")
    assert with_texts(hamburg, texts) == replace(hamburg, basis="Neu.", consent_note="")
    assert with_texts(hamburg, StateTexts()) == hamburg
