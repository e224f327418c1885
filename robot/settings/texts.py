"""PURE. Texts in both languages. No I/O."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True)
class Both:
    """One text in both languages."""

    de: str
    en: str

    def of(self, language: Language) -> str:
        """Return it in a language."""
        return self.de if language == "de" else self.en
