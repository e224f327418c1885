from hardware.interfaces import BoardReading
from hardware.power.config import Board
from hardware.power.simulated import SimulatedBoard


def test_it_is_as_hot_as_somebody_says() -> None:
    board = SimulatedBoard(Board(driver="simulated", soc_c=60.0, undervoltage=True))
    assert board.read() == BoardReading(60.0, undervoltage=True)
    board.set(soc_c=79.0, undervoltage=False)
    assert board.read() == BoardReading(79.0)
