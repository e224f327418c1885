import json

from technician.files import keyfile
from tests.rehearsal.secrets import forms


def test_a_password_is_looked_for_in_every_form_in_which_it_is_written() -> None:
    password, name = "Süd;geheim\\7", "Käthe; Lehrer"
    found = forms(frozenset({password, name}))
    kept = keyfile.escaped(password)
    assert {password, kept, json.dumps(kept, ensure_ascii=False)[1:-1]} <= found
    assert keyfile.ssid(name) in found
