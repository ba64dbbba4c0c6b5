"""The words of the pages that people see while they work, and the language they are in.

They are a domain of their own, `review`, apart from what readers of an edition see, so that no
reader loads a glyph for them. In a language that nobody has given them they are English, and
the page says so in its `lang`; what the checks find is always said in English and marked so.
"""

from dataclasses import dataclass

from editions.project import Language, Project
from editions.site.words import Words, translations, words

DOMAIN = 'review'
ENGLISH = Language('en', 'English')


@dataclass(frozen=True)
class Voice:
    """`say` turns an English string of ours into the language."""

    language: Language
    say: Words

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def direction(self) -> str:
        return self.language.direction


def voice(project: Project, language: Language) -> Voice:
    """How pages about a language speak: in that language where our words are there in it."""
    spoken = translations(project, language, DOMAIN)
    return Voice(language if spoken else ENGLISH, words(project, language, DOMAIN))
