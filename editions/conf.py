"""conf.py, run without Sphinx as Sphinx runs it: its values, and what they were read from.

The values that are ours stand in one table, which Sphinx, the commands and the manual read. And
conf.py's one change by our own hand: a language more in its list.
"""

import ast
import os
import re
import sys
import sysconfig
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Any, Literal

from editions import files
from editions.findings import UserError

_RUNNING = Lock()  # the working folder, os.environ and sys.modules are one for all threads
_INSTALLED = tuple({sysconfig.get_path(name) for name in ('stdlib', 'platstdlib', 'purelib')})
_PLAIN = (str, bytes, int, float, bool, type(None), Path)


@dataclass(frozen=True)
class Conf:
    """A conf.py as it was run.

    `values` holds its plain values, of which a project can be handed to another process;
    functions, modules and private names are left out. `modules` are the files it imported that
    are not installed packages, `environment` the variables that it and they read. `extension` says
    whether it is one itself: Sphinx calls a function `setup` in it, wherever that comes from.
    """

    values: Mapping[str, Any]
    modules: tuple[Path, ...]
    environment: Mapping[str, str | None]
    extension: bool


@dataclass(frozen=True)
class Value:
    """A value of conf.py that is ours: what holds without it, and its types.

    `rebuild` is Sphinx's word for what has to be made again where it changed. One without help is
    given by our builds.
    """

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: Literal['', 'env', 'html'] = ''
    help: str = ''


_CODES = (list, tuple, dict)
VALUES = (
    Value('editions_languages', None, (dict,), '',
        "The languages with their own names, the source's first: `{'en': 'English', 'es': "
        "'Español'}`. `None`: `language`, and the folders of `locale_dirs`."),
    Value('editions_formats', ('html', 'pdf'), (list, tuple), 'env',
        "The formats of each language: `('html', 'pdf')`, `('html', 'pdf', 'epub')`, or "
        "`('html',)` if you want no PDF."),
    Value('editions_pairs', [], (list, tuple), 'html',
        "Pairs of languages that get editions with both, in each of `editions_formats`, the left "
        "one first: `[('en', 'es')]`."),
    Value('editions_redirects', {}, (dict,), '',
        "Documents that have another name now: `{'guide/old': 'guide/new'}`. In every language, "
        'the old address leads to the new page.'),
    Value('editions_outdated', 'mark', (str, dict), 'env',
        "What readers see where the source has changed since: `'mark'`, the translation with a "
        "mark; `'source'`, the source with a mark; `'refuse'`, an error that stops `publish`. A "
        "dict gives a value for each language: `{'es': 'source'}`."),
    Value('editions_machine', 'disclose', (str,), 'html',
        "What is done where readers see a translation that a machine made and no person has "
        "reviewed: `'disclose'`, they are told; `'refuse'`, they are told, and `publish` stops at "
        "the first such passage; `'off'`, nothing."),
    Value('editions_ignore', [], _CODES, '',
        'Rules to leave out: a list of codes, a dict from codes to the reason, or a dict from '
        'languages to either. In place of a reason, a dict from sources to reasons leaves the rule '
        "out for those messages: `{'es': {'sites': {'See the wiki.': 'it has moved'}}}`."),
    Value('editions_withhold', [], _CODES, '',
        "Rules that withhold a translation too, written in the same way: `['numbers']` hides a "
        'passage from readers while a number in it is doubtful.'),
    Value('editions_link_hosts', [], (list, tuple, set), 'env',
        "Hosts that translations may link to besides those of their document: `['example.org']`."),
    Value('editions_link_schemes', [], (list, tuple, set), 'env',
        'Schemes that links of translations may have besides `https`, `http`, `mailto` and `tel`.'),
    Value('editions_strict', False, (bool,), '',
        'Whether `sphinx-build -W` also fails on what Editions finds in catalogs and PDFs. It '
        'always fails on the warnings of Sphinx.'),
    Value('editions_fonts', [], (list, tuple), 'env',
        'More fonts: folders of the project, or installed packages.'),
    Value('editions_menu', True, (bool,), 'html',
        'In another theme than ours: whether its pages get a menu of the languages, with the link '
        'to the PDF. `{% include "editions-languages.html" %}` puts it anywhere.'),
    Value('editions_threshold', 0.5, (float, int), 'html',
        'If a smaller share of a page is translated, search engines are pointed to the source.'),
    Value('editions_pot_date', True, (bool,), '',
        'Whether `editions update` writes the date of the source (`POT-Creation-Date`) into a '
        'catalog in which a message has changed. `False`, as in a project of `editions init`: it '
        'writes none, so that this line is in no diff. A date that is empty stays empty.'),
    Value('editions_cache', '', (str,), '',
        'A folder in which `editions build` keeps finished editions, so that they need not be '
        'built again; relative to the folder of `conf.py`. `--cache` names another. '
        '`editions publish` uses a cache only with `--cache`. Empty: no cache.'),
    Value('editions_cache_megabytes', 1000, (int,), '',
        'How much the cache may hold, in millions of bytes. What was not used for the longest time '
        'is dropped.'),
    Value('pdf_documents', [], (list, tuple), 'env',
        'What becomes a PDF and an EPUB: (document, file name[, title[, author]]) each. Empty: the '
        "root document, under the project's name."),
    Value('pdf_theme', 'editions-pdf', (str,), 'env', 'The theme of the PDF.'),
    Value('pdf_theme_options', {}, (dict,), 'env', 'Its options, below.'),
    Value('pdf_stylesheets', [], (list, tuple), 'env',
        "Style sheets of the project, read after the theme's; paths from the folder of `conf.py`."),
    Value('editions_locale_dirs', '', (str,)),
    Value('editions_templates', '', (str,)),
    Value('editions_last', '', (str,)),
    Value('editions_changed', None, (str,)),
    Value('editions_pages', '', (str,)),
    Value('editions_heights', '', (str,)),
)  # fmt: skip
_DEFAULTS = {value.name: value.default for value in VALUES}


def value_of(settings: Mapping[str, Any], name: str) -> Any:
    """What conf.py says, or what holds where it is silent."""
    found = settings.get(name)
    return _DEFAULTS[name] if found is None else found


_MARKED = re.compile(r'©|\(c\)|copyright\b', re.IGNORECASE)  # a line that needs no sign


def rights(given: str | Iterable[str] | None) -> str:
    """Whose the text is, as conf.py's `copyright` says it; '' where it says nothing.

    A statement of the law is the publisher's: there is no sentence of ours.
    """
    lines = [given] if isinstance(given, str) else given or ()
    texts = [line for line in map(str, lines) if line.strip()]
    return ' '.join(line if _MARKED.match(line) else f'© {line}' for line in texts)


def stable(value: object) -> str:
    """A value as text, the same for equal values in every process and in any order of reading."""
    if isinstance(value, Mapping):
        return f'{{{sorted((stable(key), stable(item)) for key, item in value.items())}}}'
    if isinstance(value, set | frozenset):
        return f'set({sorted(map(stable, value))})'
    if isinstance(value, list | tuple):
        return f'[{", ".join(map(stable, value))}]'
    return repr(value)


def digest(value: object) -> str:
    return files.digest(stable(value).encode('utf-8', 'surrogatepass'))


class Tags(set[str]):
    """Sphinx's `tags` as a conf.py may ask them; none is set here."""

    def has(self, name: str) -> bool:
        return name in self


def run_conf(path: Path) -> Conf:
    """Run a conf.py in its own folder. Raises UserError that names the line where it fails."""
    namespace: dict[str, Any] = {'__file__': str(path), 'tags': Tags()}
    try:
        code = compile(path.read_bytes(), path, 'exec')
        with _RUNNING, chdir(path.parent), _imports() as modules, _recorded() as environment:
            exec(code, namespace)  # noqa: S102 (conf.py is the user's own program)
    except (Exception, SystemExit) as error:
        reason = f'{type(error).__name__}: {getattr(error, "msg", error)}'
        raise UserError(f'{path}:{line_in(path, error)}: {reason}') from error
    plain = {k: v for k, v in namespace.items() if k[0] != '_' and k != 'tags' and is_plain(v)}
    return Conf(plain, tuple(sorted(modules)), environment, callable(namespace.get('setup')))


def line_in(path: Path, error: BaseException) -> int:
    """The line of a file that an error came from: of its syntax, or the last one run in it."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == str(path)), 0)


def is_plain(value: object) -> bool:
    """Whether a value is made of text, numbers, paths and collections of such alone."""
    if isinstance(value, dict):
        return all(map(is_plain, value.keys())) and all(map(is_plain, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_plain, value))
    return type(value) in _PLAIN or isinstance(value, Path)


def is_own(file: str) -> bool:
    """Whether a module's file is the user's: no part of Python or of an installed package."""
    return file[:1] != '<' and not file.startswith(_INSTALLED)


@contextmanager
def _imports() -> Iterator[set[Path]]:
    """The user's modules that are imported meanwhile; they are forgotten afterwards.

    Another run in this process reads them again, as it reads conf.py again.
    """
    found: set[Path] = set()
    modules, path, bytecode = set(sys.modules), sys.path.copy(), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield found
    finally:
        sys.dont_write_bytecode = bytecode
        sys.path[:] = path
        for name in sys.modules.keys() - modules:
            file = getattr(sys.modules[name], '__file__', None)
            if file and is_own(file) and not name.startswith('editions.'):
                found.add(Path(file))
                del sys.modules[name]


@contextmanager
def _recorded() -> Iterator[dict[str, str | None]]:
    """The variables of the environment that the user's code reads meanwhile, by name."""
    read: dict[str, str | None] = {}
    real = os.environ

    class Recording(type(real)):  # type: ignore[misc]
        """os.environ, with the names noted that are asked for."""

        def __getitem__(self, name: str) -> str:
            try:
                value = super().__getitem__(name)
            except KeyError:
                value = None
            if is_own(_asking(sys._getframe(1))):
                read[name] = value
            if value is None:
                raise KeyError(name)
            return str(value)

    recording = Recording.__new__(Recording)
    recording.__dict__ = real.__dict__
    os.environ = recording  # noqa: B003 (the same variables)
    try:
        yield read
    finally:
        os.environ = real  # noqa: B003


def _asking(frame: FrameType | None) -> str:
    """The file of the code that asks, past os.getenv and the methods of a mapping."""
    while frame and frame.f_code.co_filename.startswith(('<frozen', os.__file__)):
        frame = frame.f_back
    return frame.f_code.co_filename if frame else '<unknown>'


def with_language(text: str, code: str, name: str, path: str) -> str:
    """conf.py's text with a language added at the end of `editions_languages`.

    Everything else stays as it was. Raises UserError, with the entry to write, where the list is
    not a plain dict.
    """
    quoted = (text.replace('\\', '\\\\').replace("'", "\\'") for text in (code, name))
    entry = ': '.join(f"'{text}'" for text in quoted)
    listed = _languages(text)
    added = _added(text.encode(), listed, entry).decode() if listed else ''
    if not listed or _entries(_languages(added)) != [*_entries(listed), (repr(code), repr(name))]:
        raise UserError(f'{path}: add {entry} to editions_languages; it is no plain dict')
    return added


def _languages(text: str) -> ast.Dict | None:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if 'editions_languages' in names and node.value.values:
                return node.value
    return None


def _entries(listed: ast.Dict | None) -> list[tuple[str, str]]:
    if listed is None:
        return []
    pairs = zip(listed.keys, listed.values, strict=True)
    return [(ast.unparse(key) if key else '**', ast.unparse(value)) for key, value in pairs]


def _added(data: bytes, listed: ast.Dict, entry: str) -> bytes:
    """The text with an entry behind the last one, laid out as the others are."""
    first, last = listed.keys[0], listed.values[-1]
    before = data.splitlines(keepends=True)[: (last.end_lineno or 1) - 1]
    at = sum(map(len, before)) + (last.end_col_offset or 0)  # ast counts bytes, too
    if first is None or first.lineno == listed.lineno:
        return data[:at] + f', {entry}'.encode() + data[at:]
    newline = '\r\n' if b'\r\n' in data else '\n'
    added = f'{newline}{" " * first.col_offset}{entry}'.encode()
    rest = re.match(rb'(?P<comma>[ \t]*,)?(?P<comment>[ \t]*(?:#[^\r\n]*)?)(?=\r?\n)', data[at:])
    if rest is None:  # the brace is in the line of the last entry
        return data[:at] + b',' + added + data[at:]
    return data[:at] + b',' + rest['comment'] + added + b',' + data[at + rest.end() :]
