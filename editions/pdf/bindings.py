"""WeasyPrint's declarations of Pango's functions, parsed ahead of time.

WeasyPrint hands them to cffi as C text, which parses it at every start (0.15 s) and again each
type that a call names, in every process (0.06 s). `declarations.py` holds what cffi makes of that
text ("out-of-line ABI", https://cffi.readthedocs.io/en/stable/cdef.html); it stands in where the
text is the same to the letter, and costs nothing. Write it anew, after another WeasyPrint, with

    python -m editions.pdf.bindings
"""

import hashlib
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import cffi

from editions import libraries
from editions.fonts.faces import HERE

NAME = 'editions.pdf.declarations'
Parser = cffi.FFI


class Prepared:
    """Stands in for `cffi.FFI`: takes C text, and answers as cffi would that has parsed it."""

    def cdef(self, text: str) -> None:
        ready = prepared(text)
        if ready is None:
            ready = Parser()
            ready.cdef(text)
        named = {name: getattr(ready, name) for name in dir(ready) if name[0] != '_'}
        self.__dict__.update(named | {'dlopen': lambda *words: dlopen(ready, *words)})


def dlopen(ready: Any, name: str, flags: int = 0) -> Any:
    """Load a library, and look where the system keeps them, as cffi's parser does.

    Not on Linux: the loader finds a library by the name that WeasyPrint gives, and the search
    starts compilers.
    """
    try:
        return ready.dlopen(name, flags)
    except OSError:
        found = None if sys.platform == 'linux' else find_library(name)
        if not found:
            raise
        return ready.dlopen(found, flags)


def prepared(text: str) -> Any:
    """What was parsed ahead; None where it is of another text or for another cffi."""
    try:
        from editions.pdf import declarations  # made by cffi, and it may refuse it
    except ImportError:
        return None
    return declarations.ffi if digest(text) == declarations.TEXT else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def standing_in(parser: type) -> Iterator[None]:
    """Whoever asks for `cffi.FFI` gets this class."""
    cffi.FFI = parser
    try:
        yield
    finally:
        cffi.FFI = Parser


def load() -> None:
    """Import WeasyPrint with the declarations that are ready.

    Raises OSError where a library of the system is missing.
    """
    libraries.find()
    if 'weasyprint.text.ffi' not in sys.modules:
        with standing_in(Prepared), without_fonts():
            import weasyprint  # noqa: F401 (for its side effect)


@contextmanager
def without_fonts() -> Iterator[None]:
    """Keep WeasyPrint from looking for the machine's fonts, and from warning that there are none.

    It asks for all of them while it is imported; no edition uses one.
    """
    kept = os.environ.get('FONTCONFIG_FILE')
    os.environ['FONTCONFIG_FILE'] = str(HERE / 'none.conf')
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings('ignore', message='No fonts configured')
            yield
    finally:
        del os.environ['FONTCONFIG_FILE']
        if kept is not None:
            os.environ['FONTCONFIG_FILE'] = kept


def write(path: Path) -> None:
    """Parse WeasyPrint's text and write down what cffi makes of it."""
    texts: list[str] = []

    class Listener(Prepared):
        def cdef(self, text: str) -> None:
            texts.append(text)
            super().cdef(text)

    libraries.find()
    with standing_in(Listener), without_fonts():
        import weasyprint  # noqa: F401 (for its side effect)
    parser = Parser()
    parser.cdef(texts[0])
    parser.set_source(NAME, None)
    parser.emit_python_code(str(path))
    made = path.read_text('utf-8').replace(
        '# auto-generated file', '# Made by editions.pdf.bindings.'
    )
    path.write_text(f'{made}\nTEXT = {digest(texts[0])!r}\n', 'utf-8')


if __name__ == '__main__':
    write(Path(__file__).with_name('declarations.py'))
