"""Declarations that were parsed ahead stand in for WeasyPrint's own, and for no others."""

import os
import subprocess
import sys
from pathlib import Path

from editions.fonts import faces
from editions.pdf import bindings, declarations, fontmaps


def python(words: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run(
        [sys.executable, '-c', words], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_weasyprint_runs_on_the_declarations_that_are_ready() -> None:
    words = 'import editions.pdf.bindings as b; b.load(); import weasyprint.text.ffi as t'
    assert python(f'{words}; print(type(t.ffi.new.__self__).__module__)') == '_cffi_backend'


def test_the_file_is_what_cffi_makes_of_the_pinned_weasyprint(tmp_path: Path) -> None:
    words = 'import sys, pathlib, editions.pdf.bindings as b; b.write(pathlib.Path(sys.argv[1]))'
    made = tmp_path / 'declarations.py'
    subprocess.run([sys.executable, '-c', words, str(made)], check=True, capture_output=True)
    assert made.read_text('utf-8') == Path(declarations.__file__).read_text('utf-8')


def test_another_text_is_parsed_as_ever() -> None:
    parser = bindings.Prepared()
    parser.cdef('struct pair { int a; int b; };')
    assert parser.sizeof('struct pair') == 8


def test_faces_read_ahead_are_handed_out_once(tmp_path: Path) -> None:
    path = faces.write_configuration(tmp_path, faces.own_folders())
    fontmaps.prepare()
    first = fontmaps.of(path)
    assert fontmaps.of(path) is not first


def test_faces_read_ahead_are_not_those_of_another_project(tmp_path: Path) -> None:
    path = faces.write_configuration(tmp_path, (*faces.own_folders(), tmp_path))
    fontmaps.prepare()
    ahead = fontmaps.ready[tuple(map(str, faces.own_folders()))]
    assert fontmaps.of(path) is not ahead


def test_a_machine_without_fonts_is_no_trouble(tmp_path: Path) -> None:
    command = [sys.executable, '-c', 'import editions.pdf.bindings as b; b.load()']
    none = {'FONTCONFIG_FILE': str(tmp_path / 'none'), 'FONTCONFIG_PATH': str(tmp_path)}
    env = os.environ | none
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('', '')
