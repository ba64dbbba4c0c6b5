"""Attacks composed of attacks, for a minute: as they are judged, and as Sphinx writes them.

EDITIONS_SECONDS says for how long each of the two tests composes; EDITIONS_SEED repeats a run.
"""

import os
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from conftest import sphinx
from hostile_fixtures import SYNTAXES, Attack, attacks, catalog
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.catalogs import po
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import judge_uses
from editions.markup import MARKDOWN, RST, Kind

SECONDS = float(os.environ.get('EDITIONS_SECONDS', '30'))
SEED = int(os.environ.get('EDITIONS_SEED') or random.randrange(1_000_000))
LANGUAGES = ('es', 'zh_CN', 'ar')
WRITTEN = {'rst': RST, 'md': MARKDOWN}
ATTACKS = {
    syntax: [a for a in attacks() if a.syntax == syntax and not a.waits] for syntax in SYNTAXES
}
JOINTS = ('', ' ', '\n', '\n\n', '\\', '`', '*', '<', '](', '\u200b', '\u2028')
SIGNS = (*'<>[](){}`*_:|\\ \n"a/$&#!', 'javascript:', '//evil.example', ' onload=x ')
TROUBLE = ('script', 'iframe', 'object', 'embed', 'base', 'meta', 'link', 'style', 'form', 'svg')
Choose = Callable[[Sequence], object]

CONF = """\
project = 'Composed'
extensions = ['editions', 'myst_parser']
html_theme = 'basic'
locale_dirs = ['locale']
gettext_compact = False
exclude_patterns = ['locale']
myst_enable_extensions = ['attrs_inline', 'dollarmath']
editions_languages = {'en': 'English', 'es': 'Español', 'zh_CN': '简体中文', 'ar': 'العربية'}
"""


def compose(choose: Choose, syntax: str) -> Attack:
    """An attack, others within or behind it, cut somewhere and turned about."""
    attack = choose(ATTACKS[syntax])
    others = [
        choose((choose(SIGNS), choose(ATTACKS[syntax]).text)) for _ in range(choose(range(5)))
    ]
    text = str(choose(JOINTS)).join(part[:2000] for part in (attack.text, *others))
    cut = choose(range(len(text) + 1))
    other = choose(ATTACKS[syntax])
    within = text[:cut] + other.text + text[cut:]
    text = choose((text, text[:cut], text[cut:], text[cut:] + text[:cut], within))
    return replace(attack, kind='composed', text=text, comment=other.comment)


def seeds() -> Iterator[int]:
    """Numbers, until the time is over; each is shown by a test that fails."""
    until = time.monotonic() + SECONDS
    for number in count(SEED):
        if time.monotonic() > until:
            return
        print(f'EDITIONS_SEED={number}')  # noqa: T201
        yield number


def test_composed_attacks_do_nothing_either() -> None:
    for number in seeds():
        seed(number)(judge_composed)()


@settings(
    max_examples=300,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def judge_composed(data: st.DataObject) -> None:
    def choose(values: Sequence) -> object:
        return data.draw(st.sampled_from(values))

    syntax, language = choose(SYNTAXES), choose(LANGUAGES)
    attack = compose(choose, syntax)
    (message,) = po.parse(
        catalog(language, 'x', [attack]).encode(), name='x.po', language=language, domain='x'
    ).messages
    use = Use(Kind.TITLE if attack.title else Kind.BLOCK, WRITTEN[syntax])
    start = time.process_time()
    shown = judge_uses(message, Policy(language, 'en'), [use], path='x.po').shown
    assert time.process_time() - start < 5
    if shown:
        parsed = LexborHTMLParser(html(attack.text, syntax)).css_first('body')
        assert troubles(parsed, attack.source) == []


def html(text: str, syntax: str) -> str:
    """What a parser without our judgement makes of a text."""
    if syntax == 'md':
        from markdown_it import MarkdownIt

        return str(MarkdownIt('commonmark').render(text))
    from docutils.core import publish_parts

    quiet = {'report_level': 5, 'halt_level': 6, 'file_insertion_enabled': False}
    return str(publish_parts(text, writer='html5', settings_overrides=quiet)['body'])


def troubles(part: LexborNode | None, source: str) -> list[str]:
    """What runs, loads or leads elsewhere."""
    found = []
    for node in part.css('*') if part else ():
        address = unquote(node.attributes.get('href') or node.attributes.get('src') or '')
        foreign = 'evil.example' in address or ':' in address.partition('/')[0]
        mail = re.fullmatch(r'mailto:[\w.+-]+@([\w.-]+)', address)  # to a host of the source
        named = address in source or not foreign or (mail is not None and f'//{mail[1]}/' in source)
        handlers = [name for name in node.attributes if name.startswith('on')]
        found += [f'<{node.tag}>'] if node.tag in TROUBLE else []
        found += handlers + ([] if named else [address])
    return found


def test_what_sphinx_writes_of_them_does_nothing_either(tmp_path: Path) -> None:
    for number in seeds():
        chance = random.Random(number)
        root, language = tmp_path / str(number), LANGUAGES[number % len(LANGUAGES)]
        made = [compose(chance.choice, s) for s in SYNTAXES for _ in range(200)]
        made = [replace(attack, number=n) for n, attack in enumerate(made)]
        write(root, language, made)
        done = sphinx('html', root, root / 'out', '-D', f'language={language}', '-q')
        assert done.returncode == 0, done.stderr
        for syntax in SYNTAXES:
            page = LexborHTMLParser((root / 'out' / f'{syntax}.html').read_bytes())
            body = page.css_first('div.body')
            sources = ' '.join(a.source for a in made if a.syntax == syntax)
            assert troubles(body, sources) == []
            assert len(body.css('h1, h2')) == 1 + sum(a.title for a in made if a.syntax == syntax)


def write(root: Path, language: str, made: list[Attack]) -> None:
    """A project of two documents whose catalogs are the attacks."""
    folder = root / 'locale' / language / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    (root / 'conf.py').write_text(CONF, 'utf-8')
    (root / 'index.rst').write_text('Composed\n========\n\n.. toctree::\n\n   rst\n   md\n')
    for syntax, head, title in (('rst', 'Page\n====', '{0}\n{1}'), ('md', '# Page', '## {0}')):
        mine = sorted((a for a in made if a.syntax == syntax), key=lambda attack: attack.title)
        parts = [title.format(a.id, '-' * len(a.id)) if a.title else a.id for a in mine]
        (root / f'{syntax}.{syntax}').write_text('\n\n'.join([head, *parts]) + '\n', 'utf-8')
        (folder / f'{syntax}.po').write_text(catalog(language, 'x', mine), 'utf-8')
