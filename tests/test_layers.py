"""Imports point one way through the package."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / 'editions'
LAYERS = (
    ('version', 'findings', 'files', 'folders', 'git', 'libraries', 'conf', 'progress'),
    ('languages', 'markup'),
    ('project', 'report', 'fonts', 'books', 'alignment'),
    ('catalogs',),
    ('checks',),
    ('inputs',),
    ('transforms',),
    ('html', 'pdf'),
    ('epub',),
    ('builds',),
    ('site',),
    ('preview',),
    ('commands',),
    ('__main__',),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
SPHINX = {'transforms', 'html', 'pdf', 'epub'}
CHILD = 'sphinx.cmd.build.main'  # what builds/children.py runs, in the child process alone
FILES = sorted(PACKAGE.rglob('*.py'))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix('.py')


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text('utf-8'))))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f'{node.module}.{alias.name}' for alias in node.names)


def test_every_room_has_a_layer() -> None:
    assert {room(path) for path in FILES} - {'__init__'} <= LEVEL.keys()


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    mine = room(path)
    if mine == '__init__':
        return  # setup() knows the rooms inside Sphinx; that is its purpose
    for name in imports(path):
        top, _, rest = name.partition('.')
        other = rest.partition('.')[0]
        if top in ('sphinx', 'docutils'):
            known = mine in SPHINX or (mine, top) == ('markup', 'docutils') or name == CHILD
            assert known, f'{path} imports {name}'
        if top == 'editions' and other in LEVEL and other != mine:
            assert LEVEL[other] <= LEVEL[mine], f'{path} imports {name}, which lies above it'
            assert not (other in SPHINX and mine not in SPHINX), f'{path} imports {name}'
            assert {other, mine} != {'html', 'pdf'}, f'{path} imports {name}'


def test_modules_are_short() -> None:
    lines = {path: len(path.read_text('utf-8').splitlines()) for path in FILES}
    assert [str(path) for path, number in lines.items() if number > 450] == []


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_are_short(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 40, f'{path}:{node.lineno} {node.name} has {lines} lines'


@pytest.mark.parametrize('path', FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_broad_except(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f'{path}:{node.lineno}'
            names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
            reraised = any(isinstance(n, ast.Raise) for n in node.body)
            assert reraised or not names & {'Exception', 'BaseException'}, f'{path}:{node.lineno}'
