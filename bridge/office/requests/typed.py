"""PURE. Fields of a request as they are typed, by the public and by staff. No I/O."""

from typing import Annotated

from msgspec import Meta

from bridge.lending.asked import FormAnswers
from bridge.office.frame.routes import Fields

Typed = Annotated[str, Meta(max_length=4000)]


class TypedRequest(Fields, frozen=True):
    """Form as it came, with any mistakes, which are said beside their fields."""

    asker: Typed = ""
    school: Typed = ""
    class_name: Typed = ""
    when: Typed = ""
    how_long: Typed = ""
    school_knows: Typed = ""
    contact: Typed = ""
    note: Typed = ""

    def answers(self) -> FormAnswers:
        """Return what was typed and chosen."""
        names = FormAnswers.__dataclass_fields__
        return FormAnswers(**{name: getattr(self, name) for name in names})
