import pytest

from tests.netlab import privilege


def test_without_the_right_to_a_lab_its_tests_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(privilege, "TOOLS", ("a-tool-that-nobody-has",))
    mark = privilege.lab_mark().mark
    assert mark.args == (True,)
    assert mark.kwargs == {"reason": "not installed: a-tool-that-nobody-has"}


def test_in_ci_no_excuse_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(privilege, "TOOLS", ("a-tool-that-nobody-has",))
    assert privilege.lab_mark().mark.args == (False,)
