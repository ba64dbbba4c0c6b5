"""What the checks find, beside pofilter and msgfmt, and what they blame without reason.

    python benchmarks/checks.py                    planted defects, and the article's catalogs
    python benchmarks/checks.py --public es DIR    findings by rule on any catalogs of a language
    python benchmarks/checks.py --public es DIR --draw 100     and so many of each rule to read
    python benchmarks/checks.py --public es DIR --part 2/3     the second third only: what is unread

pofilter (translate-toolkit) and msgfmt (gettext) run as programs where they are installed.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from editions.catalogs import po  # noqa: E402
from editions.catalogs.glossary import Term, read_glossary  # noqa: E402
from editions.catalogs.po.messages import Catalog, Message  # noqa: E402
from editions.checks.criteria import Policy  # noqa: E402
from editions.commands.check import check  # noqa: E402
from editions.findings import Finding, Severity  # noqa: E402

DATA = ROOT / 'tests' / 'data' / 'checks'
LANGUAGES = ('es', 'pt_BR', 'zh_CN')


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or '').partition('\n')[0])
    parser.add_argument('--public', nargs=2, metavar=('LANGUAGE', 'DIR'))
    parser.add_argument('--draw', type=int, default=0, metavar='N')
    parser.add_argument('--part', default='1/1', metavar='K/N')
    options = parser.parse_args(arguments)
    if options.public:
        public(options.public[0], Path(options.public[1]), options.draw, options.part)
    else:
        planted()


def planted() -> None:
    """A row a tool and language: planted defects found, sound messages blamed."""
    print(f'{"":<28}{"planted":>8}{"found":>7}{"sound":>7}{"blamed":>7}')
    for language in LANGUAGES:
        catalog = po.read(DATA / f'planted-{language}.po')
        plants = {m: code for m in catalog.messages if (code := planted_code(m))}
        sound = po.read(ROOT / 'locale' / language / 'LC_MESSAGES' / 'index.po')
        for name, tool in (('editions check', ours), ('pofilter', pofilter), ('msgfmt -c', msgfmt)):
            found = tool(catalog)
            if found is None:
                print(f'{language:<6}{name:<22}  not installed')
                continue
            right = sum(bool(found[m.string_line] & {code, '*'}) for m, code in plants.items())
            blamed: Found = tool(sound) or defaultdict(set)
            wrong = sum(bool(blamed.get(m.string_line)) for m in sound.messages)
            row = f'{len(plants):>8}{right:>7}{len(sound.messages):>7}{wrong:>7}'
            print(f'{language:<6}{name:<22}{row}')


def planted_code(message: Message) -> str:
    for comment in message.comments:
        if comment.startswith('plant: '):
            return comment.split(': ')[1]
    return ''


Found = defaultdict[int, set[str]]  # line of the msgstr -> codes; '*' where a tool has no codes


def glossary_of(catalog: Catalog) -> tuple[Term, ...]:
    beside = DATA / f'glossary-{catalog.language}.po'
    own = catalog.path.parent.parent / 'glossary.po'
    return read_glossary(own if own.is_file() else beside)


def ours(catalog: Catalog) -> Found | None:
    found: Found = defaultdict(set)
    policy = Policy(catalog.language, 'en', glossary=glossary_of(catalog))
    for each in check([catalog], policy):
        found[each.line].add(each.code)
    return found


def pofilter(catalog: Catalog) -> Found | None:
    """Any complaint counts as found, whatever the test is called."""
    if not (program := shutil.which('pofilter')):
        return None
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / 'out.po'
        language = catalog.language
        command = [
            program,
            '--progress=none',
            f'--language={language}',
            str(catalog.path),
            str(out),
        ]
        subprocess.run(command, capture_output=True, check=False)
        complained = po.read(out).messages if out.is_file() else ()
    keys = {m.key for m in complained if any('(pofilter)' in line for line in m.comments)}
    found: Found = defaultdict(set)
    for message in catalog.messages:
        if message.key in keys:
            found[message.string_line].add('*')
    return found


def msgfmt(catalog: Catalog) -> Found | None:
    if not (program := shutil.which('msgfmt')):
        return None
    command = [program, '-c', '-o', '/dev/null', str(catalog.path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    found: Found = defaultdict(set)
    lines = [int(line) for line in re.findall(r':(\d+):', said)]
    for message in catalog.messages:
        if any(message.line <= line <= message.string_line for line in lines):
            found[message.string_line].add('*')
    return found


def public(language: str, folder: Path, draw: int, part: str) -> None:
    """How many of a language's translated messages each rule blames."""
    number, parts = map(int, part.split('/'))
    messages = 0
    blamed: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    drawn: dict[str, list[tuple[Finding, Message]]] = defaultdict(list)
    for path in sorted(folder.rglob('*.po')):
        catalog = po.read(path, root=folder, language=language)
        by_line = {
            m.string_line: m
            for m in catalog.messages
            if m.translated and not m.fuzzy and crc32(m.id.encode()) % parts == number - 1
        }
        messages += len(by_line)
        for finding in check([catalog], Policy(language, 'en')):
            if finding.line in by_line:
                blamed[str(finding.severity), finding.code].add((finding.path, finding.line))
                drawn[finding.code].append((finding, by_line[finding.line]))
    table(messages, blamed)
    chance = random.Random(2016)  # noqa: S311 (the same draw each time)
    for code in sorted(drawn) if draw else ():
        if any(finding.severity is Severity.ERROR for finding, _ in drawn[code]):
            for finding, message in chance.sample(drawn[code], min(draw, len(drawn[code]))):
                print(f'\n{finding}\n  {message.id}\n  {message.string}')


def table(messages: int, blamed: dict[tuple[str, str], set[tuple[str, int]]]) -> None:
    print(f'{messages} translated messages')
    counts = Counter({key: len(places) for key, places in blamed.items()})
    for (severity, code), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1])):
        print(f'  {severity:<8}{code:<18}{count:>6}  {100 * count / max(messages, 1):.2f} %')
    errors = set().union(*(places for key, places in blamed.items() if key[0] == 'error'), set())
    print(f'  error-level findings on {100 * len(errors) / max(messages, 1):.2f} % of messages')


if __name__ == '__main__':
    main(sys.argv[1:])
