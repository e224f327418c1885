from bridge.paperwork.states import NO_STATE, STATES, paper_state


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
