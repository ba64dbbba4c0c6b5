"""The page that a PDF was laid out from, left beside it for the pairs of its language.

It is one file that holds all that a pair needs, pictures included, so that it can be read without
Sphinx, and in another folder.
"""

import base64
import json
import mimetypes
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FOLDER = '.paper'  # in the folder of an edition; no part of the site
SHOWN = re.compile(r'(?<= )(src|data)="([^":]+)"')


@dataclass(frozen=True)
class Page:
    """A page to be laid out; `passages` are the texts that have to stand on paper."""

    html: str
    sheets: tuple[str, ...]  # the theme's, as a pair asks for them
    own: tuple[str, ...]  # the project's
    families: tuple[str, ...]  # fonts of text where the language needs others than ours
    passages: tuple[str, ...]  # as `presence.bare` has them
    complaints: tuple[str, ...]  # WeasyPrint's, which are reported already

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def place(name: str) -> Path:
    """Where the page of a PDF lies in an edition: that of `part/a.es.pdf` in `.paper/part/`."""
    return Path(FOLDER, name).with_suffix('.json')


def read(path: Path) -> Page:
    value: dict[str, Any] = json.loads(path.read_text('utf-8'))
    html = value.pop('html')
    return Page(html, **{name: tuple(texts) for name, texts in value.items()})


def with_pictures(html: str, find: Callable[[str], Path]) -> str:
    """The HTML with each picture in it; `find` gives the file behind an address."""

    def held(match: re.Match[str]) -> str:
        try:
            data = (path := find(match[2])).read_bytes()
        except (OSError, ValueError):
            return match[0]  # what is not there has been reported
        kind = mimetypes.guess_type(path.name)[0] or 'application/octet-stream'
        return f'{match[1]}="data:{kind};base64,{base64.b64encode(data).decode()}"'

    return SHOWN.sub(held, html)
