"""How long a text takes to read, by language."""

import re

from editions.languages.language import Language

# Words a minute, from the International Reading Speed Texts (Trauzettel-Klosinski and Dietz,
# Investigative Ophthalmology & Visual Science 53, 2012, table 3); the mean of all for the rest.
WORDS = {
    'ar': 138, 'de': 179, 'en': 228, 'es': 218, 'fi': 161, 'fr': 195, 'he': 187, 'it': 188,
    'nl': 202, 'pl': 166, 'pt': 181, 'ru': 184, 'sl': 180, 'sv': 199, 'tr': 166,
}  # fmt: skip
OTHERS = 184

# Characters a minute where words are not divided by spaces (the same table).
CHARACTERS = {'zh': 255, 'ja': 357}

IDEOGRAPH = re.compile(
    r'[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]'
)
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def minutes(text: str, code: str) -> int:
    """The reading time, in whole minutes, at least 1; 0 for an empty text."""
    language = Language(code).base
    characters = len(IDEOGRAPH.findall(text))
    words = len(WORD.findall(IDEOGRAPH.sub(' ', text)))
    if not characters + words:
        return 0
    time = words / WORDS.get(language, OTHERS) + characters / CHARACTERS.get(language, 255)
    return max(1, round(time))
