"""The same page in the other languages."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from editions.languages.language import Language


@dataclass(frozen=True)
class Alternate:
    """A page in one language, and how the page at hand leads to it."""

    language: Language
    uri: str  # relative to the page at hand
    current: bool

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def name(self) -> str:
        return self.language.name


def alternates(
    uri: str, language: Language, languages: Iterable[Language]
) -> tuple[Alternate, ...]:
    """One for each language, in conf.py's order; `uri` is the page's, from its edition's folder.

    The addresses are computed from the folder of each edition, never by replacing a part of the
    current one (Docusaurus #4723), and are relative: the site works under any prefix.
    """
    own = posixpath.basename(uri)
    return tuple(
        Alternate(other, own if other == language else across(uri, other), other == language)
        for other in languages
    )


def across(uri: str, language: Language) -> str:
    """From a page to the same page of another edition, which lies in a folder beside it."""
    up = '../' * (uri.count('/') + 1)
    return posixpath.join(up + language.tag, uri)
