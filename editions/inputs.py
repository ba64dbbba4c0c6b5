"""What an edition is made from: the one list, which plan, preview and manifest share.

Files are conf.py with what it imports and names, the source with what it includes, the catalogs,
the fonts, the project's extensions and themes, and our own package. Values are the variables of
the environment that conf.py reads, the site's address, and the versions of programs.
"""

import hashlib
import os
import platform
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import editions
from editions import files, report
from editions.conf import value_of
from editions.findings import UserError, relative
from editions.folders import output_folder
from editions.languages.language import Language
from editions.project import Edition, Project
from editions.report import Input, Report

Inputs = Mapping[str, Input]

PACKAGE = Path(editions.__file__).parent
PROGRAM = 'editions:'  # the name of all our own files together
PAGES = 'pages of '
VALUES = ('html_baseurl', 'environment ', PAGES)  # begin the names of inputs that are no files
IN_PART = ' in part'  # ends the names of catalogs of which one bit matters
PROGRAMS = ('sphinx', 'docutils', 'babel', 'weasyprint', 'pydyf', 'fonttools')
_LOOKING = Lock()  # of threads that ask for our files at the same time, one looks at them
SKIPPED = {'__pycache__', 'node_modules', '_build'}
OUTPUTS = ('.mo', '.pyc')
# Names in conf.py whose values are words, patterns or addresses, even where a file is so called.
NOT_PATHS = frozenset(
    {
        'author', 'copyright', 'editions_cache', 'editions_formats', 'editions_pairs',
        'exclude_patterns', 'extensions', 'gettext_compact', 'html_baseurl', 'html_short_title',
        'html_theme', 'html_title', 'include_patterns', 'language', 'locale_dirs', 'master_doc',
        'pdf_documents', 'pdf_theme', 'project', 'release', 'root_doc', 'version',
    }
)  # fmt: skip


def snapshot(project: Project, language: Language, last: Report | None) -> dict[str, Input]:
    """Everything that an edition of this language is made from, as it is now.

    `last` is the report of the edition: it knows what was included and loaded. A file whose size
    and time are those it had then is taken to hold what it held.
    """
    known = last.inputs if last else {}
    catalogs = {relative(p, project.root): p for p in below(project.catalogs(language))}
    return (
        of_source(project, last)
        | fingerprints(catalogs, known)
        | _progress(project, language, known)
    )


def of_others(project: Project, last: Report | None) -> dict[str, Input]:
    """The catalogs of all languages."""
    paths = (path for each in project.languages for path in below(project.catalogs(each)))
    return fingerprints({relative(p, project.root): p for p in paths}, last.inputs if last else {})


def of_pair(project: Project, edition: Edition, last: Report | None) -> dict[str, Input]:
    """What a pair is put together from: the pages of two editions, by our program."""
    parts = {str(part): report.read(project.outdir(part)) for part in edition.parts}
    pages = {f'{PAGES}{n}': Input(0, 0, each.content) for n, each in parts.items() if each}
    return pages | program(last.inputs if last else {}) | values(project)


def of_source(project: Project, last: Report | None) -> dict[str, Input]:
    """Everything that the messages of the source are made from; `last` as for an edition."""
    found = dict(shared(project)) | reported(project, last)
    known = last.inputs if last else {}
    return fingerprints(found, known) | program(known) | values(project)


def texts_unchanged(root: Path, source: Path, last: Report) -> bool:
    """Whether conf.py and the files of a source are those of a report; fewer may be there."""
    made = Path(os.path.normpath(root / output_folder(root, source)))
    found = {relative(p, root): p for p in (root / 'conf.py', *below(source, {made}))}
    texts = {name: path for name, path in found.items() if path.suffix != '.po'}
    now = fingerprints(texts, last.inputs)
    return all(name in last.inputs and last.inputs[name].digest == now[name].digest for name in now)


def shared(project: Project) -> Iterator[tuple[str, Path]]:
    """The files that every edition is made from, by the names that people read."""
    for folder in (project.conf, *project.modules, project.source, *named(project)):
        without = {project.made, project.locale} if folder == project.source else ()
        yield from ((relative(path, project.root), path) for path in below(folder, without))
    for name in value_of(project.settings, 'editions_fonts'):
        from editions.fonts import available  # of use to few projects

        try:
            folder = available.added_folder(name, project.root)
        except UserError:
            continue  # the edition cannot be built, and says why
        paths = below(folder)
        yield from ((f'fonts of {name}: {relative(path, folder)}', path) for path in paths)


def reported(project: Project, last: Report | None) -> dict[str, Path]:
    """What the last build of an edition read besides: files included, extensions, themes."""
    pages = last.pages.values() if last else ()
    names = {name for page in pages for name in page.dependencies}
    names |= set(last.loaded if last else ())
    paths = (path for name in names for path in below(project.root / name))
    return {relative(path, project.root): path for path in paths}


def named(project: Project) -> Iterator[Path]:
    """The files and folders that values of conf.py name, from its folder or from the source.

    A folder that holds the source or what we make is none of them: it is where things lie.
    """
    lies = (project.root, project.source, project.made, project.locale)
    bases = dict.fromkeys((project.root, project.source))
    texts = (t for n, v in project.settings.items() if n not in NOT_PATHS for t in _texts(v))
    for path in dict.fromkeys(Path(os.path.normpath(b / t)) for t in texts for b in bases):
        if os.path.isfile(path):  # noqa: PTH113 (Path.is_file raises for a text too long for a name)
            yield path
        elif os.path.isdir(path):  # noqa: PTH112
            inside = path.is_relative_to(project.made)
            if not inside and not any(each.is_relative_to(path) for each in lies):
                yield path


def values(project: Project) -> dict[str, Input]:
    """The inputs that are no files; the address counts, since a run may override conf.py's."""
    asked = {f'environment {name}': str(value) for name, value in project.environment.items()}
    asked['html_baseurl'] = project.baseurl
    return {n: Input(0, 0, files.digest(v.encode())) for n, v in asked.items()}


def versions(last: Report | None = None) -> dict[str, str]:
    """The programs that decide the bytes of an edition, with those the last build reported."""
    names = {*PROGRAMS, *(last.versions if last else ())} - {'python'}
    found = {name: _version(name) for name in sorted(names)}
    return found | {'python': platform.python_version()}


@cache
def _version(name: str) -> str:
    """The version of an installed package, '' where there is none.

    It stands in the name of the package's folder; importlib reads two files for each.
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    words = '[-_.]+'.join(map(re.escape, re.split('[-_.]+', name)))
    like = re.compile(rf'{words}-(.+)\.dist-info', re.IGNORECASE)
    for found in filter(None, map(like.fullmatch, installed())):
        return found[1]
    from importlib import metadata  # of another kind, such as those of Debian

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ''


@cache
def installed() -> tuple[str, ...]:
    """The names in the folders of packages: `docutils-0.21.2.dist-info`."""
    folders = filter(Path.is_dir, map(Path, sys.path))  # it may name zip files, too
    return tuple(p.name for folder in folders for p in sorted(folder.glob('*.dist-info')))


def program(before: Inputs) -> dict[str, Input]:
    """Our own files as one: those that this process began with. Their times are added up."""
    with _LOOKING:
        size, mtime = measured()
        known = before.get(PROGRAM)
        if known is None or (known.size, known.mtime) != (size, mtime):
            known = Input(size, mtime, _program_digest())
    return {PROGRAM: known}


@cache
def measured() -> tuple[int, int]:
    """The size of our own files and the sum of their times."""
    found = [path.stat() for path in below(PACKAGE)]
    return sum(each.st_size for each in found), sum(each.st_mtime_ns for each in found)


@cache
def _program_digest() -> str:
    digest = hashlib.sha256()
    for path in below(PACKAGE):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def identity() -> str:
    """What stands for our program here and all that is installed beside it."""
    return repr((measured(), installed(), platform.python_version()))


def difference(before: Inputs, now: Inputs) -> str:
    """Say in a few words what changed between two snapshots; '' where nothing did."""
    changed = [name for name in now if name in before and now[name].digest != before[name].digest]
    for names, verb in (
        (changed, 'changed'),
        ([name for name in now if name not in before], 'is new'),
        ([name for name in before if name not in now], 'is gone'),
    ):
        if names:
            first = 'the program' if names[0] == PROGRAM else names[0]
            return f'{first} {verb}' + (f' and {len(names) - 1} more' if len(names) > 1 else '')
    return ''


def sources(inputs: Inputs) -> dict[str, str]:
    """The digests of the files among them that are the project's, by name."""
    return {
        name: item.digest
        for name, item in inputs.items()
        if name != PROGRAM and not name.startswith(VALUES) and not name.endswith(IN_PART)
    }


def touches(project: Project, path: Path, reports: Iterable[Report]) -> bool:
    """Whether a file, there or gone, is one that every edition is made from."""
    if is_ours(project, path):
        return False
    folders = [project.conf, *project.modules, project.source, PACKAGE, *named(project)]
    if any(path.is_relative_to(folder) for folder in folders):
        return True
    return any(path in reported(project, each).values() for each in reports)


def folders(project: Project, reports: Iterable[Report]) -> tuple[set[Path], set[Path]]:
    """The folders of what editions are made from: whole ones, and those of single files."""
    whole = {project.source, project.locale}
    whole |= {PACKAGE / name for name in ('themes', 'templates', 'locale')}
    paths = [project.conf, *project.modules, *named(project)]
    paths += [path for each in reports for path in reported(project, each).values()]
    whole |= {path for path in paths if path.is_dir()}
    return whole, {path.parent for path in paths if not path.is_dir()}


def is_ours(project: Project, path: Path) -> bool:
    """Whether a file is made by a build or an editor, not by an author."""
    if path.is_relative_to(project.made) or path.name.endswith((*OUTPUTS, '~', '.swp', '.swx')):
        return True
    base = next((b for b in (project.root, PACKAGE) if path.is_relative_to(b)), path.parent)
    return any(part[0] == '.' or part in SKIPPED for part in path.relative_to(base).parts)


def fingerprints(found: Mapping[str, Path], before: Inputs) -> dict[str, Input]:
    """The files that are there, each with its size, time and digest."""
    made = {name: fingerprint(path, before.get(name)) for name, path in sorted(found.items())}
    return {name: known for name, known in made.items() if known}


def fingerprint(path: Path, before: Input | None = None) -> Input | None:
    """What a file is now; None for one that is gone already, as editors make and remove them."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a link of a stranger to a device never ends
            return None
        if before and (before.size, before.mtime) == (status.st_size, status.st_mtime_ns):
            return before
        digest = files.digest(path.read_bytes())
    except FileNotFoundError:
        return None
    return Input(status.st_size, status.st_mtime_ns, digest)


def below(folder: Path, without: Iterable[Path] = ()) -> Iterator[Path]:
    """The files below a folder, in a fixed order; nothing hidden, nothing made by a build.

    Of a file, the file itself.
    """
    if folder.is_file():
        yield folder
        return
    left_out = {str(path) for path in without}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != '.' and name not in SKIPPED and str(Path(place, name)) not in left_out
        )
        yield from (
            Path(place, name)
            for name in sorted(names)
            if name[0] != '.' and not name.endswith(OUTPUTS)
        )


def _texts(value: object) -> Iterator[str]:
    """The texts in a value of conf.py, however deep in lists and dicts."""
    if isinstance(value, str | Path):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)


def _progress(project: Project, language: Language, before: Inputs) -> dict[str, Input]:
    """Whether each catalog of the other languages is translated, as pages name only such."""
    found = {}
    others = [each for each in project.languages[1:] if each != language]
    for other in others if project.baseurl else ():
        for domain, path in project.catalog_files(other).items():
            name, status = relative(path, project.root) + IN_PART, path.stat()
            known = before.get(name)
            if not known or (known.size, known.mtime) != (status.st_size, status.st_mtime_ns):
                from editions.checks.judgement import is_translated  # where a catalog changed

                enough = str(is_translated(project, other, domain))
                known = Input(status.st_size, status.st_mtime_ns, enough)
            found[name] = known
    return found
