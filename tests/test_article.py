"""The English edition holds the article word for word."""

import re
import unicodedata
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

ARTICLE = Path(__file__).parent / 'data' / 'article.txt'
QUOTES = str.maketrans('‘’“”«»', '\'\'""""')


def words(text: str) -> list[str]:
    """The words of a text; white space and the shape of quotation marks do not count."""
    return unicodedata.normalize('NFC', text).translate(QUOTES).split()


def edition(path: Path) -> str:
    """The text of a page's main part, as a reader sees it, without what the theme adds."""
    tree = LexborHTMLParser(path.read_text('utf-8'))
    main = tree.css_first('main')
    for added in main.css('.headerlink, .fn-bracket, .backlink, .backrefs, [data-pagefind-ignore]'):
        added.decompose()
    return main.text(separator='', deep=True)


def squeezed(text: str) -> str:
    return ''.join(words(text))


def test_no_word_of_the_article_is_lost(site: Path) -> None:
    page = squeezed(edition(site / 'build' / 'site' / 'en' / 'index.html'))
    article = ARTICLE.read_text('utf-8')
    for paragraph in re.split(r'\n\s*\n', article):
        assert squeezed(paragraph).lstrip('*') in page, paragraph


def test_nothing_is_added_to_the_article() -> None:
    """The source holds the article's words, and beside them only its metadata."""
    source = (ARTICLE.parents[2] / 'source' / 'index.rst').read_text('utf-8')
    text = 'Towards' + source.partition('\n\nTowards')[2]
    text = re.sub(r'^(=+|-+|\.\. rst-class:: byline)$', '', text, flags=re.M)
    text = text.replace('.. [*] ', '* ').replace(' [*]_', '*')
    assert squeezed(text) == squeezed(ARTICLE.read_text('utf-8'))
