import importlib.util
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.networks import pesq_score
from tests.robot.media.echo.room import child, samples

COMPILED = importlib.util.find_spec("pesq") is not None
needs_pesq = pytest.mark.skipif(not COMPILED, reason="PESQ is compiled for the benchmark alone")


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    pesq_score._library.cache_clear()
    yield
    pesq_score._library.cache_clear()


def voice() -> Samples:
    return samples(child(3.0))


def test_without_the_library_there_is_no_score_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pesq", None)
    assert pesq_score.score([(voice(), voice())]) is None
    assert pesq_score.score([(voice(), voice())]) is None
    assert capsys.readouterr().err.count("pesq is not measured") == 1


def test_nothing_said_has_no_score() -> None:
    assert pesq_score.score([]) is None


@needs_pesq
def test_more_noise_scores_less() -> None:
    noise = np.random.default_rng(1).normal(0, 1, len(voice()))
    found = [
        pesq_score.score([(voice(), (voice() * 0.5 + noise * level).astype(np.int16))])
        for level in (0, 30, 600)
    ]
    assert found[0] is not None
    assert found[0] > 4.4
    assert found == sorted(found, key=lambda value: -(value or 0))


@needs_pesq
def test_the_score_is_the_median_of_the_pieces_and_silence_is_the_worst() -> None:
    silence = np.zeros(3 * SAMPLE_HZ, np.int16)
    assert pesq_score.score([(voice(), silence)]) == 1.0
    found = pesq_score.score([(voice(), silence), (voice(), voice()), (voice(), voice())])
    assert found is not None
    assert found > 4.4
