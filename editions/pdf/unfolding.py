"""What waits for a click on screen stands open on paper, each part under its own label."""

from collections.abc import Iterator
from typing import Any

Element = Any  # of xml.etree.ElementTree, as WeasyPrint parses a page


def unfold(root: Element) -> None:
    """Show what is hidden, and head each panel of a set of tabs with its tab.

    Extensions that make tabs write them as the ARIA Authoring Practices ask
    (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/): a row of labels in a `tablist`, then a
    `tabpanel` each, all but one of them hidden.
    """
    for element in root.iter():
        element.attrib.pop('hidden', None)
    panels = {panel.get('id'): panel for panel in with_role(root, 'tabpanel')}
    named = {panel.get('aria-labelledby'): panel for panel in panels.values()}
    for row in list(with_role(root, 'tablist')):
        for label in list(with_role(row, 'tab')):
            panel = panels.get(label.get('aria-controls')) or named.get(label.get('id'))
            if panel is not None and label in list(row):
                row.remove(label)
                label.tail = None
                panel.insert(0, label)
                label.tail, panel.text = panel.text, None


def with_role(root: Element, role: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.get('role') == role)
