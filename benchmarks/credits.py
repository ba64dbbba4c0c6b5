"""What readers are told of who translated, after 100 random edits of a catalog of the article.

python -m benchmarks credits                      100 edits, built and compared after each ten
EDITIONS_SEED=7 python -m benchmarks credits      repeats a run; the seed is printed

The edits are made as other tools make them, by Babel; what is known of each message is kept beside
the catalog, and nothing of Editions counts it. A letter that changes voids what was recorded.
"""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from babel.messages.pofile import read_po, write_po
from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).parents[1]
EDITS, BETWEEN = 100, 10
PEOPLE = ('Ana Vega', 'Eva Luz', 'Rosa Sol')
TOLD = re.compile(r'(\d+|Uno) de los (\d+) pasajes se trad')
ALIKE = 'no ha pasado por revisión humana'
CATALOG = Path('locale/es/LC_MESSAGES/index.po')


@dataclass
class Known:
    """What is true of a message; the header of the catalog says that a machine made it."""

    translator: str = ''
    reviewers: tuple[str, ...] = ()
    empty: bool = False

    @property
    def unreviewed(self) -> bool:
        return not (self.empty or self.translator or self.reviewers)


def digest(source: str, translation: str) -> str:
    text = '\0'.join(['', source, '', translation])
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def edit(pick: random.Random, message: Any, known: Known) -> None:
    """One edit, of the message and of what is known of it."""
    kind = pick.choice(('letter', 'letter', 'translator', 'review', 'review', 'empty'))
    text = message.string
    words = [m.span() for m in re.finditer(r'[a-z]{4,}', text)]
    if kind == 'letter' and words and not re.search(r'[`*|_<\[]', text):
        start, end = pick.choice(words)
        at = pick.randrange(start + 1, end)
        other = pick.choice([c for c in 'aeiou' if c != text[at]])
        message.string = text[:at] + other + text[at + 1 :]
        known.translator, known.reviewers = '', ()
    elif kind == 'empty' and text and pick.random() < 0.3:
        message.string = ''
        known.translator, known.reviewers, known.empty = '', (), True
    elif kind in ('translator', 'review') and text:
        name, tie = pick.choice(PEOPLE), digest(message.id, text)
        word = 'translator' if kind == 'translator' else 'reviewed'
        comments = [
            c for c in message.user_comments if not c.startswith('translator') or kind == 'review'
        ]
        message.user_comments = [*comments, f'{word}: {name} 2026-11-30 [{tie}]']
        if kind == 'translator':
            known.translator = name
        else:
            known.reviewers = tuple(dict.fromkeys((*known.reviewers, name)))


def build(root: Path) -> None:
    names = ('es/html', 'es/pdf', 'es/epub')
    command = [sys.executable, '-m', 'editions', 'build', '-q', *names]
    done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):  # a check may be right that a letter is wrong
        sys.exit(done.stdout + done.stderr)


def told(text: str) -> object:
    found = TOLD.search(' '.join(text.split()))
    if found:
        return 1 if found[1] == 'Uno' else int(found[1]), int(found[2])
    return ALIKE in text


def shown(root: Path) -> dict[str, tuple[Any, ...]]:
    """By place: how many of how many passages, who translated and who reviewed."""
    page = LexborHTMLParser((root / 'build/site/es/index.html').read_bytes())
    data = json.loads(page.css_first('script[type="application/ld+json"]').text())
    people = {
        role: {each['name'] for each in data.get(role, ())} for role in ('translator', 'editor')
    }
    found = {'JSON-LD': (told(data.get('creditText', '')), people['translator'], people['editor'])}
    foot = page.css_first('.colophon').text()
    found['page'] = (told(foot), *named(foot))
    paper = root / 'build/site/es/shared-future.es.pdf'
    with pypdfium2.PdfDocument(paper) as pdf:
        last = pdf[len(pdf) - 1].get_textpage().get_text_bounded()
    found['PDF'] = (told(last), *named(last))
    with pikepdf.open(paper) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
    bag = ''.join(re.findall('<dc:contributor><rdf:Bag>(.*?)</rdf:Bag>', packet))
    same('XMP', set(re.findall('<rdf:li>(.*?)</rdf:li>', bag)), people['translator'])
    with zipfile.ZipFile(root / 'build/site/es/shared-future.es.epub') as book:
        opf, back = (
            book.read(f'EPUB/{name}').decode() for name in ('package.opf', 'colophon.xhtml')
        )
    roles = re.findall('contributor id="(translator|reviewer)[^>]*>([^<]*)<', opf)
    found['EPUB'] = (
        told(LexborHTMLParser(back).text()),
        *({n for kind, n in roles if kind == each} for each in ('translator', 'reviewer')),
    )
    return found


def named(foot: str) -> tuple[set[str], set[str]]:
    words, who = ' '.join(foot.split()), '|'.join(PEOPLE)
    parts = (
        re.search(rf'{word}(?: de)? ((?:(?:{who})(?:, )?)+)', words)
        for word in ('Traducción', 'Revisión')
    )
    one, other = ({n for n in PEOPLE if part and n in part[1]} for part in parts)
    return one, other


def same(place: str, found: object, wanted: object) -> None:
    if found != wanted:
        sys.exit(f'{place} says {found}, and {wanted} is true')


def counted(root: Path) -> dict[str, Any]:
    """What `editions status` counts."""
    command = [sys.executable, '-m', 'editions', 'status', '--json']
    done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)['languages']['es']
    return found


def compare(root: Path, known: list[Known]) -> None:
    """Compare what each place says with what is true."""
    there = [each for each in known if not each.empty]
    unreviewed = sum(each.unreviewed for each in known)
    alike = unreviewed == len(there)
    number = alike if alike or not unreviewed else (unreviewed, len(known))
    people = {each.translator for each in there} - {''}
    revisers = {name for each in there for name in each.reviewers}
    for place, found in shown(root).items():
        same(place, found, (number, people, revisers))
    human = sum(bool(each.translator) for each in there)
    wanted = {
        'human': human, 'machine': len(there) - human, 'unknown': 0,
        'reviewed': sum(bool(each.reviewers) for each in there), 'unreviewed': unreviewed,
    }  # fmt: skip
    counts = counted(root)
    same('status', {name: counts[name] for name in wanted}, wanted)
    print(f'{unreviewed} of {len(known)} unreviewed; {wanted}', flush=True)


def main() -> None:
    seed = int(os.environ.get('EDITIONS_SEED') or random.randrange(10**6))  # noqa: S311 (no secret)
    print(f'EDITIONS_SEED={seed}')
    pick = random.Random(seed)  # noqa: S311 (the same draw for a seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, 'article')
        root.mkdir()
        for name in ('conf.py', 'source', 'locale'):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, root / name)
        with (root / CATALOG).open('rb') as file:
            catalog = read_po(file)
        messages = [message for message in catalog if message.id]
        known = [Known() for _ in messages]
        for number in range(1, EDITS + 1):
            at = pick.randrange(len(messages))
            edit(pick, messages[at], known[at])
            if number % BETWEEN == 0:
                with (root / CATALOG).open('wb') as file:
                    write_po(file, catalog, width=0)
                build(root)
                compare(root, known)
    print(f'{EDITS} edits: page, PDF, EPUB, JSON-LD and status say what is true')
