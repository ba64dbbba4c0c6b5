"""The pages that the preview serves: those of the editions, with the script that keeps them fresh.

The script is put into what is served, never into a file.
"""

from html import escape

PREFIX = '/-/'  # what the preview itself serves; no language has such a tag
SCRIPT, STYLE = f'{PREFIX}preview.js', f'{PREFIX}preview.css'


def injected(page: bytes, path: str, version: str) -> bytes:
    """A page with our script in its head."""
    tag = f'<script defer src="{SCRIPT}" data-page="{escape(path)}" data-version="{version}">'
    at = max(page.lower().find(b'</head>'), 0)
    return page[:at] + tag.encode() + b'</script>\n' + page[at:]


def waiting(name: str) -> bytes:
    """A page in the place of one that has never been built."""
    sentence = f'{name}: this page is being built, and will show by itself.'
    return _page(name, f'<main><p>{escape(sentence)}</p></main>')


def paper(title: str, path: str) -> bytes:
    """A frame around a PDF, since a PDF cannot load itself anew."""
    return _page(
        title, f'<iframe src="/{escape(path)}?raw" title="{escape(title)}"></iframe>', 'paper'
    )


def _page(title: str, body: str, kind: str = 'plain') -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{STYLE}">\n'
        f'</head>\n<body class="{kind}">\n{body}\n</body>\n</html>\n'
    ).encode()


def event(data: str) -> str:
    """A server-sent event (HTML standard, 9.2), and after how many ms to ask again."""
    lines = ''.join(f'data: {line}\n' for line in data.splitlines())
    return f'retry: 500\n{lines}\n'
