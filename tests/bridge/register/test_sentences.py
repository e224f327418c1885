from bridge.register.sentences import SENTENCES, sentence


def test_every_kind_has_words_in_both_languages_also_without_its_facts() -> None:
    for kind in SENTENCES:
        words = sentence(kind, {})
        assert words.de
        assert words.en


def test_an_undo_names_what_it_took_back() -> None:
    words = sentence("undo", {"kind": "undo", "of": {}})
    assert words.de == "Rückgängig gemacht: Rückgängig gemacht: …"


def test_a_loan_without_a_school_leaves_no_gap() -> None:
    words = sentence("code.added", {"robot": "Karlsson", "school": ""})
    assert words.de == "Karlsson: neuer Code"
