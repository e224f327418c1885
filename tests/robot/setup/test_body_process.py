import sys

from robot.setup.body_process import ask_body, run_body


def test_the_exit_code_and_the_document_come_back() -> None:
    python = (sys.executable, "-c")
    assert run_body(("raise SystemExit(3)",), python) == 3
    assert ask_body(("print('{\"found\": 1}')",), python) == {"found": 1}


def test_no_document_is_none() -> None:
    python = (sys.executable, "-c")
    assert ask_body(("print('not json')",), python) is None
    assert ask_body(("print(3)",), python) is None
    assert ask_body((), ("/no/such/program",)) is None
