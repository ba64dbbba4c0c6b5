"""What Editions needs of the machine: Python, packages, Pango, faces, git."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from editions import libraries
from editions.findings import UserError
from editions.fonts import available

DISTRIBUTION = 'sphinx-editions'
PANGO = (1, 44)  # the oldest that WeasyPrint 70 works with
EXTRAS = {
    'spell': '`editions check` does not check spelling',
    'publish': '`editions publish` and `editions verify` do not run',
    'preview': '`editions preview` cannot serve the site',
}


class State(Enum):
    """How a thing stands: as it should, worth knowing, or in the way."""

    OK = 'ok'
    NOTE = 'note'
    MEND = 'MEND'


@dataclass(frozen=True)
class Observation:
    """One thing that was looked at; where it is not well, the sentence says what to do."""

    state: State
    sentence: str

    def __str__(self) -> str:
        return f'{self.state.value:<5} {self.sentence}'


def ok(sentence: str) -> Observation:
    return Observation(State.OK, sentence)


def note(sentence: str) -> Observation:
    return Observation(State.NOTE, sentence)


def mend(sentence: str) -> Observation:
    return Observation(State.MEND, sentence)


def examine() -> Iterator[Observation]:
    """All of it, the things others stand on first."""
    yield python()
    yield from packages()
    yield from pango()
    yield fonts()
    yield git()


def python() -> Observation:
    version = '.'.join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 (pip may be told to ignore it)
        return mend(f'Python {version}: 3.11 or newer is needed')
    return ok(f'Python {version}')


def packages() -> Iterator[Observation]:
    """The packages that we ask for, and the extras that some commands need."""
    try:
        asked = [Requirement(line) for line in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:
        yield note(f'{DISTRIBUTION} runs from its folder and is not installed; nothing to compare')
        return
    always = [each for each in asked if each.marker is None or each.marker.evaluate({'extra': ''})]
    wrong = [sentence for each in always if (sentence := amiss(each))]
    yield from (mend(f'{sentence}; `pip install {DISTRIBUTION}`') for sentence in wrong)
    if not wrong:
        yield ok(f'{DISTRIBUTION} {metadata.version(DISTRIBUTION)}, {len(always)} packages')
    for extra, without in EXTRAS.items():
        of_it = [each for each in asked if each not in always and wanted(each, extra)]
        if any(amiss(each) for each in of_it):
            yield note(f"{without}; `pip install '{DISTRIBUTION}[{extra}]'`")


def wanted(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is not None and requirement.marker.evaluate({'extra': extra})


def amiss(requirement: Requirement) -> str:
    """What is wrong with an installed package; '' where nothing is."""
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f'{requirement.name} is not installed'
    if requirement.specifier.contains(version, prereleases=True):
        return ''
    return f'{requirement.name} {version} is installed, {requirement.specifier} is needed'


def pango() -> Iterator[Observation]:
    """The libraries that WeasyPrint loads, as it loads them."""
    libraries.find()
    try:
        from weasyprint.text import ffi  # slow, and it fails where a library is missing
    except (OSError, ImportError) as error:
        reason = str(error).partition('\n')[0]
        yield mend(f'no PDF can be made: {reason}; {libraries.remedy()}')
        return
    number = ffi.pango.pango_version()
    version = (number // 10000, number // 100 % 100, number % 100)
    printed = '.'.join(map(str, version))
    if version[:2] < PANGO:
        yield mend(
            f'Pango {printed}: {".".join(map(str, PANGO))} or newer is needed; {libraries.remedy()}'
        )
    else:
        yield ok(f'Pango {printed}')
    if ffi.harfbuzz_subset is None:
        yield mend(
            f'HarfBuzz cannot cut fonts, so PDFs would hold whole ones; {libraries.remedy()}'
        )


def fonts() -> Observation:
    try:
        folders = available.own_folders()
    except UserError as error:
        return mend(str(error))
    empty = [folder for folder in folders if not any(available.font_files([folder]))]
    if empty:
        return mend(f'{empty[0]}: no fonts here; `pip install --force-reinstall {DISTRIBUTION}`')
    return ok(f'{sum(1 for _ in available.font_files(folders))} faces')


def git() -> Observation:
    place = shutil.which('git')
    if place is None:
        return note('git is not installed: what a catalog lost since the last commit goes unseen')
    return ok(f'git, {Path(place)}')
