from tests.bench.body_host import NICE
from tests.end_to_end.running import ROOT


def test_the_body_is_measured_at_the_priority_of_its_unit() -> None:
    unit = (ROOT / "systemd/karlsson-body.service").read_text(encoding="utf-8")
    assert f"\nNice={NICE}\n" in unit
