"""What readers are told of who translated: in pages, in PDFs, and for machines."""

import json
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import editions, sphinx
from selectolax.lexbor import LexborHTMLParser

from editions.catalogs import credits, po
from editions.catalogs.credits import Credits, Kind, Record
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import Layout, render
from editions.checks.criteria import Policy
from editions.checks.judgement import unreviewed
from editions.findings import UserError
from editions.html.sentences import state_label
from editions.preview.comments import approve
from editions.project import load
from editions.transforms import credits as shown_credits
from editions.transforms.staging import Staged

DOCUMENTS = {f'd{number}': number for number in range(7)}
EDITED, EDITS = 6, 100
PARTS = 'package.opf', 'colophon.xhtml'
PASSAGES = 9
HEAD = Message('', ('Content-Type: text/plain; charset=UTF-8\\n',))
HOSTILE = '<img src=x onerror=alert(1)>&amp;'
CONF = (
    "project = 'Credits'\nextensions = ['editions']\nlocale_dirs = ['locale']\n"
    "gettext_compact = False\nhtml_theme = 'editions'\n"
    "editions_languages = {'en': 'English', 'es': 'Español'}\n"
)


def catalog(seed: int) -> str:
    """Of the first document all by a machine, of the second all by people; the others at random."""
    pick = random.Random(seed)
    head = 'machine: DeepL 2026-11-24' if seed in (0, 2, 4) else 'Luz Vega <l@x.example>, 2025.'
    made = [replace(HEAD, comments=(head,))]
    for number in range(PASSAGES + 1):
        message = Message(
            f'Text {number} here.' if number else f'Title {seed}', (f'Texto {number}.',)
        )
        choices = [Record(Kind.MACHINE, 'DeepL', '2026'), Record(Kind.TRANSLATOR, 'Ana', '2026'),
                   Record(Kind.REVIEWED, 'Eva', '2026'), None]  # fmt: skip
        chosen = pick.choice(choices) if seed > 1 else choices[1] if seed else None
        message = credits.added(message, chosen) if chosen else message
        if seed > 2 and pick.random() < 0.2:
            message = replace(message, strings=(f'Cambiado {number}.',))  # what was said lapses
        if seed > 3 and pick.random() < 0.2:
            message = replace(message, strings=('',))
        made.append(message)
    for _ in range(EDITS if seed == EDITED else 0):
        at = pick.randrange(1, len(made))
        made[at] = edited(made[at], pick)
    if seed == 5:
        made[1] = credits.added(made[1], Record(Kind.TRANSLATOR, HOSTILE, '2026'))
    return '\n'.join(render(each, Layout(None, babel=False)) for each in made)


def edited(message: Message, pick: random.Random) -> Message:
    """One letter changed, or one more record (`python -m benchmarks credits` does more)."""
    kind = pick.choice([*Kind, 'letter'])
    if kind != 'letter':
        return credits.added(message, Record(Kind(kind), pick.choice(('Ana', 'Eva')), '2026'))
    changed = replace(message, strings=(f'{message.string[:-1]}{pick.choice("abc")}.',))
    assert not credits.credit(changed).reviewers
    return changed


@pytest.fixture(scope='module')
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of some documents; its Spanish pages, and a PDF and an EPUB of each."""
    root = tmp_path_factory.mktemp('credits')
    listed = ', '.join(f"('{name}', '{name}')" for name in DOCUMENTS)
    (root / 'conf.py').write_text(f'{CONF}pdf_documents = [{listed}]\n', 'utf-8')
    tree = '\n'.join(f'   {name}' for name in DOCUMENTS)
    (root / 'index.rst').write_text(f'Book\n====\n\n.. toctree::\n\n{tree}\n')
    folder = root / 'locale' / 'es' / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    for name, number in DOCUMENTS.items():
        texts = '\n\n'.join(f'Text {n} here.' for n in range(1, PASSAGES + 1))
        (root / f'{name}.rst').write_text(f'Title {number}\n=======\n\n{texts}\n')
        (folder / f'{name}.po').write_text(catalog(number), 'utf-8')
    for builder in ('html', 'pdf', 'editions-epub'):
        done = sphinx(builder, root, root / builder, '-q', '-D', 'language=es')
        assert done.returncode == 0, done.stderr
    return root


def known(root: Path, name: str) -> Credits:
    """What the catalog says, counted by hand."""
    found = po.read(root / 'locale' / 'es' / 'LC_MESSAGES' / f'{name}.po')
    rows = [(m, credits.credit(m, found.head), m.translated) for m in found.messages]
    return credits.count(rows, credits.named(found.head, found.header))


def page(root: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((root / 'html' / f'{name}.html').read_text('utf-8'))


def paper(root: Path, name: str) -> str:
    with pypdfium2.PdfDocument(root / 'pdf' / f'{name}.es.pdf') as document:
        return ' '.join(document[len(document) - 1].get_textpage().get_text_bounded().split())


def book(root: Path, name: str) -> tuple[str, str]:
    """The package of an EPUB, and the text of its colophon."""
    with zipfile.ZipFile(root / 'editions-epub' / f'{name}.es.epub') as found:
        opf, back = (
            found.read(f'EPUB/{each}').decode() for each in ('package.opf', 'colophon.xhtml')
        )
    return opf, LexborHTMLParser(back).text()


def told(text: str) -> tuple[int, int] | None:
    """How many of how many passages, as a sentence says it."""
    found = re.search(r'(\d+|Uno) de los (\d+) pasajes se trad', text)
    return (1 if found[1] == 'Uno' else int(found[1]), int(found[2])) if found else None


@pytest.mark.parametrize('name', DOCUMENTS)
def test_the_counts_are_those_of_the_catalogs(shown: Path, name: str) -> None:
    wanted, tree = known(shown, name), page(shown, name)
    data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    foot, head = tree.css_first('.colophon').text(), tree.css('.disclosure')
    number = (wanted.unreviewed, wanted.passages) if wanted.mixed else None
    opf, back = book(shown, name)
    places = foot, paper(shown, name), back, data.get('creditText', '')
    assert {told(text) for text in places} == {number}
    assert len(head) == wanted.alike
    assert ('no ha pasado por revisión humana' in foot) == wanted.alike
    assert ('no ha pasado por revisión humana' in paper(shown, name)) == wanted.alike
    assert ('no ha pasado por revisión humana' in back) == wanted.alike
    kind = data.get('digitalSourceType', '').rpartition('/')[2]
    assert kind == ('trainedAlgorithmicMedia' if wanted.alike else
                    'compositeWithTrainedAlgorithmicMedia' if wanted.mixed else '')  # fmt: skip
    with pikepdf.open(shown / 'pdf' / f'{name}.es.pdf') as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
    people = re.findall('<dc:contributor><rdf:Bag>(.*?)</rdf:Bag>', packet)
    names = ''.join(f'<rdf:li>{name}</rdf:li>' for name in wanted.translators)
    assert people == ([names] if names else [])
    assert re.findall(r'digitalsourcetype/(\w+)<', packet) == ([kind] if kind else [])
    roles = re.findall('contributor id="(translator|reviewer)[^>]*>([^<]*)<', opf)
    assert [name for role, name in roles if role == 'translator'] == [*wanted.translators]
    assert [name for role, name in roles if role == 'reviewer'] == [*wanted.reviewers]
    assert re.findall(r'digitalsourcetype/(\w+)<', opf) == ([kind] if kind else [])
    assert tuple(each['name'] for each in data.get('translator', ())) == wanted.translators
    assert tuple(each['name'] for each in data.get('editor', ())) == wanted.reviewers


@pytest.mark.parametrize('name', DOCUMENTS)
def test_passages_are_marked_where_they_differ(shown: Path, name: str) -> None:
    wanted, tree = known(shown, name), page(shown, name)
    marked = tree.css('article .machine')
    assert len(marked) == (wanted.unreviewed if wanted.mixed else 0)
    labels = [each for each in tree.css('.machine > .state') if 'sin revisar' in each.text()]
    assert len(labels) == sum(each.tag == 'p' for each in marked)
    assert ('Una línea de puntos' in paper(shown, name)) == wanted.mixed


def test_people_are_named_in_the_order_of_their_share(shown: Path) -> None:
    for name in DOCUMENTS:
        wanted, foot = known(shown, name), page(shown, name).css_first('.colophon').text()
        assert (f'Traducción de {", ".join(wanted.translators)}.' in foot) == bool(
            wanted.translators
        )
        assert (f'Revisión de {", ".join(wanted.reviewers)}.' in foot) == bool(wanted.reviewers)
    assert HOSTILE not in (shown / 'html' / 'd5.html').read_text('utf-8')
    assert 'onerror' not in (shown / 'html' / 'd5.html').read_text('utf-8')


def test_the_label_of_a_passage_says_both() -> None:
    assert state_label('outdated', machine=True).count(' · ') == 1
    assert state_label('current') == ''


def test_another_theme_tells_readers_below_the_title(shown: Path) -> None:
    done = sphinx(
        *('html', shown, shown / 'other', '-q', '-D', 'language=es', '-D', 'html_theme=alabaster')
    )
    assert done.returncode == 0, done.stderr
    for name in DOCUMENTS:
        tree = LexborHTMLParser((shown / 'other' / f'{name}.html').read_text('utf-8'))
        said, wanted = tree.css('h1 + .editions-machine'), known(shown, name)
        assert len(said) == (wanted.unreviewed > 0)
        assert len(tree.css('section .machine')) == (wanted.unreviewed if wanted.mixed else 0)


def test_publish_stops_at_the_first_passage_that_nobody_has_reviewed(project: Path) -> None:
    conf = (project / 'conf.py').read_text('utf-8')
    conf = conf.replace("baseurl = ''", "baseurl = 'https://x.y/'")
    (project / 'conf.py').write_text(f"{conf}\neditions_machine = 'refuse'\n", 'utf-8')
    done = editions('publish', '--without-validators', cwd=project)
    name = 'locale/es/LC_MESSAGES/index.po'
    catalog = po.read(project / name, root=project)
    assert done.returncode == 1
    line = f'{name}:{catalog.messages[0].string_line}: error: a machine translated this'
    assert done.stdout.startswith(line)
    assert not (project / 'build' / 'publish').exists()
    here = load(project)
    spanish, policy = here.language('es'), Policy('es', 'en')
    assert Policy.refuses_machines(here.settings)
    assert len(list(unreviewed([catalog], policy))) == len(catalog.messages)
    assert [*approve(here, spanish, 'Ana', [])] == [(name, len(catalog.messages), 0)]
    assert not list(unreviewed([po.read(project / name)], policy))


def test_readers_are_told_nothing_of_machines_where_conf_py_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Credits(programs=('DeepL',), passages=1, machine=1, unreviewed=1)
    monkeypatch.setattr(shown_credits, 'count', lambda *_: told)
    staged = SimpleNamespace(staged=Staged())
    app: Any = SimpleNamespace(config=SimpleNamespace(editions_machine='off'), editions=staged)
    assert shown_credits.credits(app, ()) == replace(told, programs=(), unreviewed=0)


def test_a_word_of_no_meaning_is_refused() -> None:
    with pytest.raises(UserError, match="write 'disclose'"):
        Policy.refuses_machines({'editions_machine': 'refused'})
    assert not Policy.refuses_machines({})
