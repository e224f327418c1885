from bridge.lists import limits
from bridge.lists.opening import MOST_BYTES


def test_a_file_and_what_it_unpacks_to_fit_into_the_memory() -> None:
    assert MOST_BYTES * 10 < limits.MEMORY_BYTES
    assert limits.ANSWER_S > limits.CPU_S
