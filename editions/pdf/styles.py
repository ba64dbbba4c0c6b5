"""Elements that look alike share one style.

WeasyPrint makes a style for each element below one with an id, and keeps what all rules say of
every element until all styles are made: with a style sheet of ours the larger part of the memory
of a long book. Here an id makes a style of its own for its element alone, and what lies below it
shares that of others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import inf
from types import SimpleNamespace
from typing import Any

from editions.pdf.patches import (
    declaration_precedence,
    find_style_attributes,
    preprocess_declarations,
    stock_styles,
)

SVG = '{http://www.w3.org/2000/svg}svg'
# A style sheet of WeasyPrint's gives each element six pseudo-elements that few can have.
OWNERS = {
    'marker': ('display', 'list-item'),
    **dict.fromkeys(('footnote-call', 'footnote-marker'), ('float', 'footnote')),
    **dict.fromkeys(('note-call', 'note-marker', 'note-callback'), ('position', 'note()')),
}
# The number of the sheet, specificity, declarations, layer.
Rule = tuple[int, tuple[int, ...], Any, Any]


def find_styles(
    styles: Any, html: Any, sheets: Any, hints: Any, fonts: Any, targets: Any = None
) -> None:
    """Find the styles of all elements of a page, as `StyleFor` does when it is made."""
    none = SimpleNamespace(iter=tuple, iter_subtree=tuple)
    nothing = SimpleNamespace(etree_element=none, wrapper_element=none, base_url=None)
    stock_styles(styles, nothing, sheets, hints, fonts, targets)
    finder = Finder(styles, html, sheets, targets)
    for wrapper in html.wrapper_element.iter_subtree():
        rules = matching(wrapper, sheets)
        style = finder.find(wrapper, rules[None])
        finder.find_pseudo(wrapper.etree_element, style, rules)


@dataclass(frozen=True)
class Finder:
    """Finds the styles of elements, of those above before those below."""

    styles: Any
    html: Any
    sheets: Sequence[Any]
    targets: Any
    shared: dict[Any, Any] = field(default_factory=dict)
    alike: dict[int, Any] = field(default_factory=dict)  # of each style, the one without an anchor

    def find(self, wrapper: Any, rules: Sequence[Rule]) -> Any:
        """Find the style of an element; returns the one that all of its kind share."""
        computed, element = self.styles.get_computed_styles(), wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        above = computed[parent, None] if wrapper.parent else None
        own = id(element) if element.tag == SVG else element.get('style')
        key = id(self.alike.get(id(above))), own, element.get('lang'), signature(rules)
        style, name = self.shared.get(key), anchor(element)
        if style is not None and not name:
            computed[element, None] = style
            return style
        cascade = style.cascaded if style else cascade_of(element, rules, self.sheets, self.html)
        found = self.compute(element, parent, None, cascade)
        if name:
            found['anchor'] = name
            self.targets.collect_anchor(name)
        style = self.shared.setdefault(key, found)
        self.alike[id(found)] = style
        found.anonymous_style = style.anonymous_style
        return style

    def find_pseudo(
        self, element: Any, style: Any, rules: Mapping[str | None, Sequence[Rule]]
    ) -> None:
        """Find the styles of the pseudo-elements that an element can have."""
        computed = self.styles.get_computed_styles()
        for pseudo, found in rules.items():
            if pseudo and can_have(style, pseudo):
                key = id(style), pseudo, signature(found)
                if key not in self.shared:
                    cascade = cascade_of(None, found, self.sheets, self.html)
                    self.shared[key] = self.compute(element, element, pseudo, cascade)
                computed[element, pseudo] = self.shared[key]

    def compute(self, element: Any, parent: Any, pseudo: str | None, cascade: Any) -> Any:
        cascaded = self.styles.get_cascaded_styles()
        cascaded[element, pseudo] = cascade
        root, base = self.html.etree_element, self.html.base_url
        self.styles.set_computed_styles(element, parent, root, pseudo, base, self.targets)
        cascaded.clear()
        return self.styles.get_computed_styles()[element, pseudo]


def anchor(element: Any) -> str:
    return str((element.tag == 'a' and element.get('name')) or element.get('id') or '')


def can_have(style: Any, pseudo: str) -> bool:
    name, value = OWNERS.get(pseudo, ('', ''))
    return not name or value in style[name]


def matching(wrapper: Any, sheets: Sequence[Any]) -> dict[str | None, list[Rule]]:
    """The rules that hold for an element and its pseudo-elements, in their order."""
    found: dict[str | None, list[Rule]] = defaultdict(list)
    for number, (sheet, _, _) in enumerate(sheets):
        for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
            found[pseudo].append((number, specificity, declarations, layer))
    return found


def signature(rules: Sequence[Rule]) -> tuple[Any, ...]:
    return tuple((specificity, id(declarations)) for _, specificity, declarations, _ in rules)


def cascade_of(
    element: Any, rules: Sequence[Rule], sheets: Sequence[Any], html: Any
) -> dict[str, tuple[Any, Any]]:
    """What attributes and rules say, by property, with its weight; but for the anchor."""
    found: dict[str, tuple[Any, Any]] = {}
    for name, value, weight in chain(attributes(element, html), declared(rules, sheets)):
        if name not in found or found[name][1] <= weight:
            found[name] = value, weight
    return found


def attributes(element: Any, html: Any) -> Iterator[tuple[str, Any, Any]]:
    if element is None:
        return
    one = SimpleNamespace(iter=lambda: [element])
    for specificity, _, declarations, base in find_style_attributes(one, False, html.base_url):
        for name, value, important in preprocess_declarations(base, declarations):
            if name != 'anchor':
                yield name, value, (declaration_precedence('author', important), inf, specificity)


def declared(rules: Sequence[Rule], sheets: Sequence[Any]) -> Iterator[tuple[str, Any, Any]]:
    for number, specificity, declarations, layer in rules:
        sheet, origin, whole = sheets[number]
        order = inf if layer is None else sheet.layers.index(layer)
        for name, value, important in declarations:
            weight = declaration_precedence(origin, important), order, whole or specificity
            yield name, value, weight
