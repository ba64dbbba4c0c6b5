"""What a page tells machines: search engines, reference managers, those who share a link.

Nothing is invented: a field without a fact is left out, and what needs a full address is left
out while the site has none. Sources: https://ogp.me, https://schema.org/ScholarlyArticle,
https://scholar.google.com/intl/en/scholar/inclusion.html, Google's notes on localized versions.
"""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from editions.html.page import Page
from editions.languages.language import Language


def tags(page: Page) -> tuple[str, ...]:
    """The elements of a page's head, one each."""
    if not page.listed:
        return (meta('name', 'robots', 'noindex'),)
    found = [*described(page), *addresses(page), *open_graph(page)]
    if page.document:
        found += [*citation(page), linked_data(page)]
    return tuple(found)


def meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">' if content else ''


def link(relation: str, href: str, **attributes: str) -> str:
    more = ''.join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f'<link rel="{relation}"{more} href="{escape(href)}">'


def described(page: Page) -> Iterator[str]:
    facts = page.metadata
    named = {'description': facts.description, 'author': facts.author}
    named['keywords'] = ', '.join(facts.keywords)
    yield from (meta('name', name, text) for name, text in named.items() if text)


def addresses(page: Page) -> Iterator[str]:
    """canonical and hreflang, which need full addresses (RFC 6596; Google).

    A page that is hardly translated yet is its source's, and no alternate of anything.
    """
    if not page.project.baseurl:
        return
    yield link('canonical', page.address(page.canonical))
    if page.canonical == page.language and len(page.project.languages) > 1:
        for other in page.project.languages:
            if other not in page.untranslated:
                yield link('alternate', page.address(other), hreflang=other.tag)
        source = page.project.source_language
        default = page.project.baseurl if page.root else page.address(source)
        yield link('alternate', default, hreflang='x-default')


def open_graph(page: Page) -> Iterator[str]:
    named = {
        'og:title': page.metadata.title,
        'og:type': 'article' if page.document else 'website',
        'og:site_name': '' if page.site == page.metadata.title else page.site,
        'og:description': page.metadata.description,
        'og:url': page.address(page.language),
        'og:locale': open_graph_locale(page.language),
    }
    if page.document and page.project.baseurl:
        named['og:image'] = page.address(page.language, page.pdf.removesuffix('pdf') + 'png')
        named['og:image:alt'] = page.metadata.title
    yield from (meta('property', name, text) for name, text in named.items() if text)
    for other in page.project.languages:
        if other != page.language:
            yield meta('property', 'og:locale:alternate', open_graph_locale(other))


def open_graph_locale(language: Language) -> str:
    """language_TERRITORY, which Open Graph demands."""
    territory = language.territory if language.territory.isalpha() else ''
    return f'{language.base}_{territory or Language(language.base).territory}'


def citation(page: Page) -> Iterator[str]:
    """The tags that Google Scholar and Zotero read."""
    facts = page.metadata
    named = {
        'citation_title': facts.title,
        'citation_author': facts.author,
        'citation_publication_date': page.date.replace('-', '/'),
        'citation_language': page.language.tag,
        'citation_abstract': facts.description,
        'citation_keywords': '; '.join(facts.keywords),
        'citation_fulltext_html_url': page.address(page.language),
        'citation_pdf_url': page.address(page.language, page.pdf)
        if page.address(page.language)
        else '',
    }
    yield from (meta('name', name, text) for name, text in named.items() if text)


def linked_data(page: Page) -> str:
    """JSON-LD; `<` is escaped, so that no text of an author's ends the element."""
    text = json.dumps(article(page), ensure_ascii=False, sort_keys=True)
    return f'<script type="application/ld+json">{text.replace("<", chr(92) + "u003c")}</script>'


def article(page: Page) -> dict[str, Any]:
    facts, own = page.metadata, page.address(page.language)
    value: dict[str, Any] = {
        '@context': 'https://schema.org',
        '@type': 'ScholarlyArticle' if facts.author else 'Article',
        '@id': own,
        'url': own,
        'headline': facts.title,
        'alternativeHeadline': facts.short_title,
        'inLanguage': page.language.tag,
        'author': {'@type': 'Person', 'name': facts.author} if facts.author else '',
        'datePublished': page.date,
        'description': facts.description,
        'about': facts.subject,
        'keywords': list(facts.keywords),
        **versions(page),
    }
    if own:
        address = page.address(page.language, page.pdf)
        kind = {'@type': 'MediaObject', 'encodingFormat': 'application/pdf'}
        value['encoding'] = kind | {'contentUrl': address, 'inLanguage': page.language.tag}
    return {name: fact for name, fact in value.items() if fact}


def versions(page: Page) -> Mapping[str, Any]:
    """The work that this one translates, or the translations of it."""
    if not page.project.baseurl:
        return {}
    source = page.project.source_language
    if page.language != source:
        return {'translationOfWork': {'@id': page.address(source)}}
    others = [other for other in page.project.languages if other != source]
    return {'workTranslation': [{'@id': page.address(o), 'inLanguage': o.tag} for o in others]}
