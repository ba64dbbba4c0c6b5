"""The words of the pages that people see while they work, and the language they are in.

They are a domain of their own, `review`, apart from what readers of an edition see, so that no
reader loads a glyph for them. In a language that nobody has given them they are English, and
the page says so in its `lang`; what the checks find is always said in English and marked so.
"""

from dataclasses import dataclass
from functools import cache

from editions.project import Language, Project
from editions.site.words import Words, translations, words

DOMAIN = 'review'
ENGLISH = 'en'


@dataclass(frozen=True)
class Voice:
    """`say` turns an English string of ours into the language `tag` (BCP 47)."""

    tag: str
    say: Words

    @property
    def direction(self) -> str:
        """In which direction its words run: 'ltr' or 'rtl'."""
        return direction(self.tag)


@cache
def direction(tag: str) -> str:
    """Of a language's script by CLDR; 'ltr' where CLDR is silent."""
    from babel import Locale, UnknownLocaleError  # slow to import

    try:
        return str(Locale.parse(tag, sep='-').text_direction)
    except (ValueError, UnknownLocaleError):
        return 'ltr'


def voice(project: Project, language: Language) -> Voice:
    """How pages about a language speak: in that language where our words are there in it."""
    spoken = translations(project, language, DOMAIN)
    return Voice(language.tag if spoken else ENGLISH, words(project, language, DOMAIN))
