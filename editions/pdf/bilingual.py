"""The program that prints a pair of languages, out of what the PDFs of both left beside them.

    python -m editions.pdf.bilingual ORDER  # JSON, see `Order`

Nothing is read or translated here, so no Sphinx runs: two finished pages become one, and WeasyPrint
lays it out.
"""

import json
import sys
from collections import ChainMap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from editions import files, report
from editions.findings import Finding, Severity
from editions.fonts import available
from editions.languages.language import Language
from editions.pdf import beside, import_weasyprint
from editions.report import Report

SHORT = 60  # characters of a text that is lost


@dataclass(frozen=True)
class Order:
    """What is asked for. Paths are absolute."""

    edition: str  # 'en+es/pdf'
    codes: tuple[str, str]
    parts: tuple[str, str]  # the folders of the editions of either language
    names: tuple[tuple[str, str, str], ...]  # of each PDF: of either language, and of the pair
    sources: tuple[str, ...]  # the document of each, as findings name it
    fonts: tuple[str, ...]  # conf.py's `editions_fonts`
    root: str
    work: str  # a folder for the configuration of fonts
    out: str


def main(argv: Sequence[str]) -> int:
    """Print the pair and leave a report; 1 where a text is not on paper."""
    order = Order(**json.loads(argv[0]))
    import_weasyprint()
    folders = available.usable_folders(order.fonts, Path(order.root), Path(order.work))
    fonts = available.write_configuration(Path(order.work), folders)
    made = [
        printed(order, names, source, fonts)
        for names, source in zip(order.names, order.sources, strict=True)
    ]
    done = Report(
        order.edition,
        findings=tuple(finding for each in made for finding in each.findings),
        outputs=dict(ChainMap(*(dict(each.outputs) for each in made))),
        places=dict(ChainMap(*(dict(each.places) for each in made))),
        starts=dict(ChainMap(*(dict(each.starts) for each in made))),
    )
    report.write(Path(order.out), done)
    return int(any(finding.code == 'pdf.lost' for finding in done.findings))


def printed(order: Order, names: Sequence[str], source: str, fonts: Path) -> Report:
    """Print one document, and report it."""
    from editions.pdf import layout, pair, presence, vetting

    languages = tuple(map(Language, order.codes))
    one, other = (
        beside.read(Path(folder) / beside.place(name))
        for folder, name in zip(order.parts, names, strict=False)
    )
    html, alone = pair.compose(languages, (one, other))
    sheets = pair.sheets(languages, (one, other))
    shown, kept = layout.Files({}, fonts.parent / 'none'), frozenset[int]()
    while True:
        result = layout.lay_out(html, sheets, shown, fonts)
        lost = [w for page in (one, other) for w in presence.absent(page.passages, result.text)]
        html, more = keep_notes(html, lost, kept)
        if more == kept:
            break
        kept = more
    files.write_bytes(Path(order.out) / names[2], result.data, durable=False)
    said = {*one.complaints, *other.complaints}
    complaints = vetting.others([each for each in result.complaints if each not in said])
    found = (*findings(order, source, alone, lost), *others(source, complaints))
    return Report(
        order.edition,
        findings=found,
        outputs={names[2]: result.pages},
        places=dict(result.locations),
        starts={names[2]: result.starts},
    )


def keep_notes(html: str, lost: Sequence[str], kept: frozenset[int]) -> tuple[str, frozenset[int]]:
    """The page with the notes that were lost kept with their paragraphs (see `notes`)."""
    from editions.pdf import notes, presence

    if not lost:
        return html, kept
    tree = LexborHTMLParser(html)
    for number, note in enumerate(tree.css('span.footnote')):
        text = presence.bare(note.text())
        if number not in kept and any(words in text for words in lost):
            kept |= {number}
            note.attrs['class'] = f'{note.attributes["class"]} {notes.KEPT}'
    return f'<!doctype html>\n{tree.root.html if tree.root else ""}', kept


def findings(
    order: Order, source: str, alone: Sequence[int], lost: Sequence[str]
) -> Iterator[Finding]:
    """What does not stand beside each other, and what is not on paper."""
    counts = zip(alone, order.codes, strict=True)
    if said := ' and '.join(f'{number} in {code}' for number, code in counts if number):
        sentence = f'{order.edition}: passages that have none beside them: {said}'
        yield Finding(source, 0, Severity.WARNING, sentence, 'pair.passage')
    for words in lost:
        sentence = f'{order.edition}: not on paper: {words[:SHORT]}'
        yield Finding(source, 0, Severity.ERROR, sentence, 'pdf.lost')


def others(source: str, complaints: Iterable[str]) -> Iterator[Finding]:
    for complaint in complaints:
        yield Finding(source, 0, Severity.WARNING, complaint, 'sphinx.pdf.weasyprint')


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
