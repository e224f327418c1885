from hardware.drivers.bus.reading import Reading


def test_a_reading_claims_no_more_than_it_was_told() -> None:
    found = Reading(position=2048, load=0.0, voltage_v=7.4, temperature_c=30)
    assert (found.torque, found.tripped, found.alarm) == (None, False, None)
