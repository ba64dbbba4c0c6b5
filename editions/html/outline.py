"""The outline of a book: all its documents as a list, with the page at hand opened.

Sphinx makes it for each page from the whole tree: as many steps for each of 2,000 pages as there
are documents. But most entries are closed, and closed ones are the same on all pages of a folder.
They are written once, and Sphinx makes the rest: where closed entries follow each other, its
tree has one link as a stand-in.
"""

import re
from collections import ChainMap
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util import url_re
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FOLDERS = 32  # of whose pages the closed entries are remembered
STAND_IN = 'editions-outline://'  # an address: the number of the list, and what it stands for
LINK = re.compile(
    rf'<li( class="toctree-l\d+")?>(?:(?!</li>).)*?"{STAND_IN}(\d+)-(\d+)-(\d+)"'
    r'(?:(?!</li>).)*</li>\n?'
)
PAGE = 'editions-outline:'  # before the address of a page from the root of the site
HREF = re.compile(rf'(?<=href="){PAGE}([^"#]*)')
Entry = tuple[str | None, str]  # the title that the toctree gives, and what it names


@dataclass(frozen=True)
class Listed:
    """The entries of a toctree: those that Sphinx always makes, and where each document stands."""

    node: nodes.Element
    entries: tuple[Entry, ...]
    open: frozenset[int]
    at: dict[str, list[int]]

    def shortened(self, number: int, opened: Collection[str]) -> list[Entry]:
        """The entries, with one stand-in for closed ones that follow each other."""
        shown = self.open.union(*(self.at.get(name, ()) for name in opened))
        found: list[Entry] = []
        for before, at in pairwise((-1, *sorted(shown), len(self.entries))):
            if at > before + 1:
                found.append((None, f'{STAND_IN}{number}-{before + 1}-{at}'))
            found += self.entries[at : at + 1]
        return found


class Narrowed:
    """Sphinx's environment with some of its parts replaced."""

    def __init__(
        self, env: 'BuildEnvironment', toctrees: list[nodes.Element], **parts: Any
    ) -> None:
        master = SimpleNamespace(findall=lambda _: iter(toctrees))
        vars(self).update(parts, env=env, master_doctree=master)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.env, name)


@lru_cache(maxsize=1)
def outlines(builder: Any, depth: int) -> 'Outlines':
    return Outlines(builder, depth)


class Outlines:
    """The outlines of a build whose documents have been read; `depth` levels, -1 for all."""

    def __init__(self, builder: Any, depth: int) -> None:
        self.builder, self.env, self.depth = builder, builder.env, depth
        includes = self.env.toctree_includes
        self.above = {name: doc for doc, below in includes.items() for name in below}
        self.lists: list[Listed] = []
        self.numbers: dict[str, int] = {}  # of the first list of a document
        self.items: dict[int, list[str]] = {}  # each entry of a list as HTML
        self.joined: dict[tuple[int, str, str], tuple[str, list[int]]] = {}

    def write(self, pagename: str) -> str:
        """The outline of a page as HTML; '' for none."""
        opened = self.ancestors(pagename)
        tocs, includes = {}, dict[str, list[str]]()
        for name in opened:
            includes.setdefault(self.above[name], []).append(name)
            if name in self.env.tocs:  # the page of the search is listed, too
                tocs[name] = toc = self.env.tocs[name].deepcopy()
                self.shorten(name, list(toc.findall(addnodes.toctree)), opened)
        top = [toctree.copy() for toctree in self.env.master_doctree.findall(addnodes.toctree)]
        self.shorten('', top, (*opened, pagename))
        known = ChainMap(tocs, self.env.tocs)
        env = Narrowed(self.env, top, tocs=known, toctree_includes=includes)
        page = self.builder.get_target_uri(pagename)
        html = self.html(env, pagename, self.builder)
        return LINK.sub(lambda link: self.closed(page, *link.groups()), html)

    def html(self, env: Narrowed, pagename: str, builder: Any) -> str:
        """What Sphinx makes of an environment."""
        adapter: Any = TocTree(env)  # type: ignore[arg-type]
        options = {'collapse': True, 'includehidden': True, 'maxdepth': self.depth}
        tree = adapter.get_toctree_for(pagename, builder, **options)
        fragment: str = self.builder.render_partial(tree)['fragment']
        return fragment

    def ancestors(self, pagename: str) -> list[str]:
        """A page and the documents above it, those that a toctree names."""
        found: list[str] = []
        name = pagename
        while name in self.above and name not in found:
            found.append(name)
            name = self.above[name]
        return found

    def shorten(self, docname: str, copies: list[Any], opened: Collection[str]) -> None:
        """Put stand-ins into copies of a document's toctrees; '' is the root's text."""
        if docname not in self.numbers:
            self.numbers[docname] = len(self.lists)
            self.lists += map(self.listed, copies)
        for number, toctree in enumerate(copies, self.numbers[docname]):
            toctree['entries'] = self.lists[number].shortened(number, opened)

    def listed(self, toctree: Any) -> Listed:
        at: dict[str, list[int]] = {}
        for number, (_, name) in enumerate(toctree['entries']):
            at.setdefault(toctree['parent'] if name == 'self' else name, []).append(number)
        entries = tuple(toctree['entries'])
        always = (number for number, (_, name) in enumerate(entries) if not self.closes(name))
        return Listed(toctree.copy(), entries, frozenset(always), at)

    def closes(self, name: str) -> bool:
        """Whether an entry is an address, or a document that shows its titles where it is closed.

        Of others Sphinx warns, or shows what their toctrees hold.
        """
        toc = self.env.tocs.get(name)
        titles = toc is not None and all(isinstance(e, nodes.list_item) for e in toc.children)
        return bool(url_re.match(name) or name == 'self' or (titles and toc.children))

    def closed(self, page: str, level: str | None, *where: str) -> str:
        """The closed entries of a list that a link stands for, on a page of this address."""
        number, start, stop = map(int, where)
        folder = page[: page.rfind('/') + 1]
        key = number, level or '', folder
        if key not in self.joined:
            if len(self.joined) == FOLDERS:
                self.joined.clear()
            items = self.items.get(number) or self.items.setdefault(number, self.written(number))
            here = [HREF.sub(lambda link: relative_uri(folder, link[1]), each) for each in items]
            text = ''.join(here).replace('<li class="toctree-l1"', f'<li{level or ""}')
            ends = [0, *accumulate(map(len, here))]
            self.joined[key] = text, ends
        text, ends = self.joined[key]
        return text[ends[start] : ends[stop]]

    def written(self, number: int) -> list[str]:
        """The closed entries of a list as HTML, with addresses from the root of the site."""
        known = self.lists[number]
        entries: list[Entry] = []
        for at, entry in enumerate(known.entries):
            entries.append((None, f'{STAND_IN}{number}-{at}-{at}'))
            entries += () if at in known.open else (entry,)
        toctree = known.node.copy()
        toctree['entries'] = [*entries, (None, f'{STAND_IN}{number}-0-0')]
        toctree.attributes.pop('caption', None)
        builder = SimpleNamespace(
            tags=self.builder.tags,
            get_relative_uri=lambda _, name: PAGE + self.builder.get_target_uri(name),
        )
        html = self.html(Narrowed(self.env, [toctree], toctree_includes={}), '', builder)
        spans = [link.span() for link in LINK.finditer(html)]
        return [html[end:start] for (_, end), (start, _) in pairwise(spans)]
