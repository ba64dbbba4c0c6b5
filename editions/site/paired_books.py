"""A pair as an EPUB: the chapters of two books as chapters that hold both, passage by passage.

It is put together from the finished books, as `pairs` does with pages: their marks, their notes and
their fonts are those of the single editions. In each row the first language stands above the
second. The pages that are listed are those of the first book's PDF. Index and colophon of the
second follow those of the first.
"""

import posixpath
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree

import editions
from editions import files
from editions.alignment import Alignment
from editions.books import cover
from editions.books.package import (
    COLOPHON,
    COVER,
    INDEX,
    NAV,
    OPS,
    PICTURE,
    STYLE,
    XHTML,
    XML,
    Item,
    identifier,
    packed,
    unpacked,
)  # fmt: skip
from editions.conf import value_of
from editions.fonts import available, theme
from editions.languages import dates
from editions.languages.language import Language
from editions.project import Document, Edition, Format, Project
from editions.site.xml_nodes import XMLNode

SHEET = Path(editions.__file__).parent / 'themes' / 'editions-epub' / 'static' / 'pair.css'
OWN = (COVER, NAV, PICTURE, STYLE)  # of which the pair has one of its own
# What follows the text in each language, by the beginning of its name.
BACK = (INDEX.removesuffix('xhtml'), COLOPHON.removesuffix('xhtml'))
HOLE = 'text of both'  # a comment in the place of what is written as a string
DC = 'http://purl.org/dc/elements/1.1/'
ADDED = ('contributor', 'language', 'source', 'subject')  # of the second, where the first lacks it
# Of metadata: what is true of the whole where it is of a part, and what where it is of both.
OF_ONE = ('schema:accessMode', 'schema:digitalSourceType')
OF_BOTH = ('schema:accessModeSufficient', 'schema:accessibilityHazard', 'alternativeText')


@dataclass(frozen=True)
class Volume:
    """A finished book in one language."""

    language: Language
    package: Any  # the root of its OPF
    items: Mapping[str, Item]

    @classmethod
    def read(cls, path: Path, language: Language) -> 'Volume':
        package, items = unpacked(path.read_bytes())
        return cls(language, package, {item.path: item for item in items})

    def fact(self, name: str) -> str:
        """A fact of its package: 'title', 'creator', 'date'."""
        return str(self.package.findtext(f'.//{{{DC}}}{name}') or '')

    def text(self, path: str) -> Any:
        """The root of a content document, to be changed."""
        return etree.fromstring(self.items[path].data)

    @property
    def chapters(self) -> list[str]:
        spine = (path for path, item in self.items.items() if item.spine)
        return [path for path in spine if path not in OWN and not path.startswith(BACK)]

    @property
    def back(self) -> list[str]:
        return [path for path in self.items if path.startswith(BACK)]

    def beside(self, first: 'Volume') -> 'Volume':
        """The same book, its files under names that those of another book have not, unless they
        are the same in both.
        """
        shared = (self.items.keys() & first.items.keys()) - {*OWN, *self.chapters}
        moved = {
            path: f'.{self.language.tag}'.join(posixpath.splitext(path))
            for path in shared
            if path.startswith(BACK) or self.items[path].data != first.items[path].data
        }
        return replace(self, items=dict(self.moved(moved)))

    def moved(self, names: Mapping[str, str]) -> Iterator[tuple[str, Item]]:
        for path, item in self.items.items():
            data = item.data
            if item.spine and names:
                root = self.text(path)
                for element in root.iter(f'{{{XHTML}}}a', f'{{{XHTML}}}img'):
                    lead(element, posixpath.dirname(path), names)
                data = whole(root)
            yield names.get(path, path), replace(item, path=names.get(path, path), data=data)


def lead(element: Any, folder: str, names: Mapping[str, str]) -> None:
    """Let an address lead to a file that has another name now."""
    for attribute in ('href', 'src'):
        path, mark, anchor = element.get(attribute, '').partition('#')
        if target := names.get(posixpath.normpath(posixpath.join(folder, unquote(path)))):
            address = quote(posixpath.relpath(target, folder or '.'))
            element.set(attribute, f'{address}{mark}{anchor}')


def whole(root: Any) -> bytes:
    """A content document."""
    text = etree.tostring(root, encoding='unicode')
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()


class PairedBooks:
    """The books of a pair: one for each document of which both languages have one."""

    def __init__(self, project: Project, edition: Edition) -> None:
        self.project, self.edition = project, edition
        self.alone: dict[str, list[int]] = {}  # passages by docname, as `Alignment.alone`

    def lacking(self) -> Iterator[tuple[str, Language, Language]]:
        """Documents of which one language has no book: (docname, who has it, who not)."""
        for one, other in (self.edition.parts, self.edition.parts[::-1]):
            for document in self.project.documents:
                if self.path(document, one).is_file() and not self.path(document, other).is_file():
                    yield document.docname, one.language, other.language

    def write(self, folder: Path) -> dict[str, int]:
        """Write all books into a folder; returns their names, for the report."""
        names = {}
        for document in self.project.documents:
            if both := self.volumes(document):
                name = document.file(self.edition, Format.EPUB)
                book = PairedBook(*both, self.fonts)
                files.write_bytes(folder / name, book.bound(), durable=False)
                self.alone[document.docname] = book.aligned.alone
                names[name] = 0
        return names

    def volumes(self, document: Document) -> tuple[Volume, Volume] | None:
        paths = [self.path(document, part) for part in self.edition.parts]
        if not all(path.is_file() for path in paths):
            return None
        one, other = map(Volume.read, paths, self.edition.languages)
        return one, other.beside(one)

    def path(self, document: Document, part: Edition) -> Path:
        return self.project.outdir(part) / document.file(part, part.format)

    @cached_property
    def fonts(self) -> tuple[Path, ...]:
        """Where the fonts are that conf.py adds."""
        listed = value_of(self.project.settings, 'editions_fonts')
        return tuple(available.added_folder(name, self.project.root) for name in listed)


class PairedBook:
    """One book of two; `fonts` are folders of the project's own."""

    def __init__(self, one: Volume, other: Volume, fonts: tuple[Path, ...]) -> None:
        self.one, self.other, self.fonts = one, other, fonts
        self.both = (one, other)
        languages = (one.language, other.language)
        self.aligned = Alignment(languages, self.same, xml=True)
        self.around = Alignment(languages, self.same, xml=True)  # of what is no passage

    @property
    def title(self) -> str:
        return joined(*(volume.fact('title') for volume in self.both))

    def same(self, one: XMLNode, other: XMLNode) -> bool:
        """Whether two pictures show the same: such have one name, and drawings one text."""
        if one.tag == other.tag == 'img':
            return one.attributes.get('src') == other.attributes.get('src')
        return one.html == other.html

    @property
    def after(self) -> list[str]:
        """The chapters that only the second language has."""
        return [path for path in self.other.chapters if path not in self.one.items]

    def bound(self) -> bytes:
        """The bytes of the book."""
        second = self.other.items
        back = [volume.items[path] for volume in self.both for path in volume.back]
        back.sort(key=lambda item: not item.path.startswith(BACK[0]))
        front = [self.cover(), self.nav()]
        text = [self.chapter(path) for path in self.one.chapters] + [second[p] for p in self.after]
        made = [*front, *text, *back, self.picture(), self.style()]
        known = {item.path for item in made}
        rest = (item for v in self.both for item in v.items.values() if item.path not in known)
        items = [*made, *{item.path: item for item in rest}.values()]
        return packed(items, self.opf(items))

    def chapter(self, path: str) -> Item:
        """A chapter in both languages, or as it is in the first alone."""
        if path not in self.other.items:
            return self.one.items[path]
        one, other = self.one.text(path), self.other.text(path)
        known = set(one.xpath('//@id'))
        for element in other.xpath('//*[@id]'):
            if element.get(f'{{{OPS}}}type') == 'pagebreak':
                element.tag = 'gone'
            elif element.get('id') in known:
                del element.attrib['id']
        etree.strip_elements(other, 'gone', with_tail=False)
        here, there = map(main, (one, other))
        notices = [''.join(map(taken, list(node.element[:1]))) for node in (here, there)]
        found = [self.around.row(*notices)] if any(notices) else []
        found.append(self.aligned.inside(here, there))
        set_title(one, other)
        for child in list(here.element):
            here.element.remove(child)
        here.element.text = None
        here.element.append(etree.Comment(HOLE))
        data = whole(one).decode().replace(f'<!--{HOLE}-->', '\n'.join(found), 1)
        kinds = {k for v in self.both for k in v.items[path].properties.split()}
        return replace(self.one.items[path], data=data.encode(), properties=' '.join(sorted(kinds)))

    def cover(self) -> Item:
        root = self.one.text(COVER)
        set_title(root, self.other.text(COVER))
        author = self.one.fact('creator')
        alternative = ' · '.join(filter(None, [self.title, author]))
        for picture in root.iter(f'{{{XHTML}}}img'):
            picture.set('alt', alternative)
        return replace(self.one.items[COVER], data=whole(root))

    def picture(self) -> Item:
        titles = [(volume.fact('title'), volume.language) for volume in self.both]
        date = dates.in_words(self.one.fact('date'), self.one.language.code)
        drawn = cover.draw(titles, self.one.fact('creator'), date, self.fonts)
        return replace(self.one.items[PICTURE], data=drawn)

    def nav(self) -> Item:
        """The contents in both languages, with what each has of its own; the first one's pages."""
        root, other = self.one.text(NAV), self.other.text(NAV)
        titles = {each.get('href'): each for each in entries(other)}
        for entry in entries(root):
            add_title(entry, titles.get(entry.get('href')), self.other.language)
        heading = f'.//{{{XHTML}}}h1'
        add_title(root.find(heading), other.find(heading), self.other.language)
        set_title(root, other)
        self.list_chapters(root, entries(other))
        for path in self.other.back:
            item = deepcopy(titles[path].getparent())
            say_language(item[0], self.other.language)
            before = path.replace(f'.{self.other.language.tag}.', '.')
            entry = next((e for e in entries(root) if e.get('href') == before), None)
            if entry is None:  # an index that the first one has not: as in `bound`
                first = next(e for e in entries(root) if e.get('href') in self.one.back)
                first.getparent().addprevious(item)
            else:
                entry.getparent().addnext(item)
        return replace(self.one.items[NAV], data=whole(root))

    def list_chapters(self, root: Any, titles: list[Any]) -> None:
        """Put those that the second language alone has where they stand: before the back matter."""
        after = [each for each in titles if each.get('href').partition('#')[0] in self.after]
        back = next(each for each in entries(root) if each.get('href').startswith(BACK)).getparent()
        items = [link.getparent() for link in after]
        for item in items:
            if not {*item.iterancestors()} & {*items}:  # else it is taken along
                back.addprevious(deepcopy(item))
                for link in back.getprevious().iter(f'{{{XHTML}}}a'):
                    say_language(link, self.other.language)

    def style(self) -> Item:
        """The fonts of both, the one that holds more last, as for pages; then the rules."""
        sheets = [volume.items[STYLE].data.decode() for volume in self.both]
        sizes = {p: len(item.data) for v in self.both for p, item in v.items.items()}
        found = {each[0]: each for sheet in sheets for each in theme.FACE.finditer(sheet)}
        folder = posixpath.dirname(STYLE)
        ordered = sorted(found.values(), key=lambda e: (e[1], sizes[f'{folder}/fonts/{e[2]}']))
        rules = ''.join(each[0] for each in ordered) + theme.FACE.sub('', sheets[0])
        return replace(self.one.items[STYLE], data=(rules + SHEET.read_text('utf-8')).encode())

    def opf(self, items: list[Item]) -> str:
        """What the book says of itself: what the first one does, with what the second adds."""
        root = deepcopy(self.one.package)
        metadata, manifest, spine = root[:3]
        add_facts(metadata, self.other.package[0], self.other.language)
        metadata.find(f'{{{DC}}}identifier').text = identifier(items)
        metadata.find(f'{{{DC}}}title').text = self.title
        for parent, known in ((manifest, items), (spine, [i for i in items if i.spine])):
            for child in list(parent):
                parent.remove(child)
            for item in known:
                number = f'i{items.index(item) + 1}'
                if parent is spine:
                    etree.SubElement(parent, f'{{{root.nsmap[None]}}}itemref', idref=number)
                    continue
                named = {'id': number, 'href': quote(item.path), 'media-type': item.media_type}
                named |= {'properties': item.properties} if item.properties else {}
                etree.SubElement(parent, f'{{{root.nsmap[None]}}}item', named)
        text: str = etree.tostring(root, encoding='unicode')
        return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def joined(one: str, other: str) -> str:
    """A title in two languages."""
    return ' / '.join(dict.fromkeys(filter(None, (one, other))))


def main(root: Any) -> XMLNode:
    return XMLNode(root.find(f'.//{{{XHTML}}}main'))


def taken(element: Any) -> str:
    """A notice on the whole text, which is taken out of it; '' for what is none."""
    if element.get('class') != 'notice':
        return ''
    text = XMLNode(element).html
    element.getparent().remove(element)
    return text


def set_title(root: Any, other: Any) -> None:
    """Let a content document have the title of both."""
    here, there = (each.find(f'.//{{{XHTML}}}title') for each in (root, other))
    here.text = joined(here.text, there.text)


def entries(root: Any) -> list[Any]:
    """The links of a table of contents."""
    lists = (n for n in root.iter(f'{{{XHTML}}}nav') if n.get(f'{{{OPS}}}type') == 'toc')
    return [link for each in lists for link in each.iter(f'{{{XHTML}}}a')]


def add_title(here: Any, there: Any, language: Language) -> None:
    """Put a title of the second language beside one of the first, unless they are one."""
    if there is not None and there.text != here.text:
        span = etree.SubElement(here, f'{{{XHTML}}}span')
        here.text, span.text = f'{here.text} / ', there.text
        say_language(span, language)


def say_language(element: Any, language: Language) -> None:
    named = {'lang': language.tag, f'{{{XML}}}lang': language.tag, 'dir': language.direction}
    for name, value in named.items():
        element.set(name, value)


def add_facts(here: Any, there: Any, language: Language) -> None:
    """Add to the metadata of one book what those of the other say besides."""
    known = {(each.tag, each.text, *roles(each)) for each in here}
    for element in there.iterfind(f'{{{DC}}}*'):
        name = etree.QName(element).localname
        if name not in ADDED or (element.tag, element.text, *roles(element)) in known:
            continue
        here.append(added := deepcopy(element))
        if name == 'subject':
            added.set(f'{{{XML}}}lang', language.tag)
        if identity := element.get('id'):
            added.set('id', f'{identity}-{language.tag}')
            for meta in refining(element):
                here.append(copied := deepcopy(meta))
                copied.set('refines', f'#{identity}-{language.tag}')
    add_properties(here, there)


def refining(element: Any) -> list[Any]:
    """What the metadata say of one of them."""
    found: list[Any] = element.xpath('../*[@refines=$name]', name=f'#{element.get("id")}')
    return found


def roles(element: Any) -> list[str]:
    """'trl' of who translated, 'edt' of who reviewed."""
    return [meta.text for meta in refining(element)]


def add_properties(here: Any, there: Any) -> None:
    """The same of what is said in `meta` elements: when it was changed, for whom it is."""
    ours, theirs = ({(e.get('property'), e.text) for e in each} for each in (here, there))
    for meta in here.xpath('*[@property and not(@refines)]'):
        name, value = meta.get('property'), meta.text
        if name == 'dcterms:modified':
            meta.text = max(text for kind, text in ours | theirs if kind == name)
        elif {name, value} & {*OF_BOTH} and (name, value) not in theirs:
            if name == 'schema:accessibilityHazard':
                meta.text = 'unknown'
            else:
                here.remove(meta)
    for meta in there.xpath('*[@property and not(@refines)]'):
        if meta.get('property') in OF_ONE and (meta.get('property'), meta.text) not in ours:
            here.append(deepcopy(meta))
