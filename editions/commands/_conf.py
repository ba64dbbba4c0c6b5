"""One entry more in conf.py's `editions_languages`, the rest of the file as it was."""

import ast

from editions.findings import UserError


def with_language(text: str, code: str, name: str, path: str) -> str:
    """conf.py's text with a language added at the end of the list.

    Raises UserError, with the line to write, where the list is not a plain dict.
    """
    entry = f'{quoted(code)}: {quoted(name)}'
    listed = _listed(ast.parse(text))
    if listed is None or not listed.values:
        raise UserError(f'{path}: add {entry} to editions_languages; it is no plain dict')
    first, last = listed.keys[0], listed.values[-1]
    data = text.encode()
    at = _offset(data, last.end_lineno or 0, last.end_col_offset or 0)
    if first is None or first.lineno == listed.lineno:
        return (data[:at] + f', {entry}'.encode() + data[at:]).decode()
    comma = b'' if data[at:].lstrip()[:1] == b',' else b','
    newline = '\r\n' if b'\r\n' in data else '\n'
    line_end = data.find(newline.encode(), at)
    indent = ' ' * first.col_offset
    added = f'{newline}{indent}{entry},'.encode()
    return (data[:at] + comma + data[at:line_end] + added + data[line_end:]).decode()


def quoted(text: str) -> str:
    """A Python string in single quotes."""
    escaped = text.replace('\\', '\\\\').replace("'", "\\'")
    return f"'{escaped}'"


def _listed(tree: ast.Module) -> ast.Dict | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if 'editions_languages' in names:
                return node.value
    return None


def _offset(data: bytes, line: int, column: int) -> int:
    """The place of a line and column (in bytes, as ast counts) in a text."""
    return sum(len(part) for part in data.splitlines(keepends=True)[: line - 1]) + column
