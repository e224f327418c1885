from bridge.lists.refusals import REFUSAL_WORDS, REFUSALS, UnreadableList


def test_each_refusal_has_words_and_names_the_file_where_it_helps() -> None:
    assert set(REFUSAL_WORDS) == set(REFUSALS)
    refused = UnreadableList("not_a_table", "Bescheid\u202e.pdf")
    assert refused.words.de == "„Bescheid.pdf“ ist keine Tabelle. Wir lesen .xlsx, .ods und .csv."
    assert refused.field == "file"
