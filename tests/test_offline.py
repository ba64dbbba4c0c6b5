"""Nothing is downloaded while Editions runs."""

import ast

from conftest import ROOT

NETWORK = {'urllib.request', 'http.client', 'socket', 'ftplib', 'requests', 'httpx', 'aiohttp'}
SERVES = {'editions/preview/server.py'}  # it answers, and asks nobody


def test_no_module_of_ours_can_ask_the_network() -> None:
    asking = {
        f'{path.relative_to(ROOT).as_posix()}: {name}'
        for path in (ROOT / 'editions').rglob('*.py')
        for node in ast.walk(ast.parse(path.read_text('utf-8')))
        for name in imported(node)
        if name in NETWORK and path.relative_to(ROOT).as_posix() not in SERVES
    }
    assert asking == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
