"""Early end of an update: a code with its facts, put into words by `robot.update.words`."""


class UpdateError(Exception):
    """An update cannot go on; what runs goes on running.

    Args:
        code: Key of `words.WORDS`.
        facts: What the words name.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
