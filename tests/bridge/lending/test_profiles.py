from bridge.days.school_days import FEDERAL_STATES
from bridge.lending.profiles import PROFILES, profile


def test_every_state_has_a_profile_in_both_languages() -> None:
    for state in FEDERAL_STATES:
        found = profile(state)
        assert found
        assert 4 <= len(found.lines) <= 5
        for line in found.lines:
            assert line.words.de
            assert line.words.en
            assert len(line.key) <= 40
            assert found.line(line.key) is line
    assert profile("BY") is None
    assert profile("") is None


def test_a_loan_keeps_its_version() -> None:
    assert len({(one.state, one.version) for one in PROFILES}) == len(PROFILES)
    for one in PROFILES:
        assert profile(one.state, one.version) is one
        assert len({line.key for line in one.lines}) == len(one.lines)
    assert profile("SH", 999) is None
