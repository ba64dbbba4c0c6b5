"""What a page refers to is served from a made-up address, and from nowhere else.

WeasyPrint names images after their absolute URL. Under `https://build.invalid/` the folder
of the checkout stays out of the file: the same bytes anywhere, and no network (RFC 2606).
"""

import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from editions.pdf.numbers import picture

BASE = 'https://build.invalid/'
NUMBER = re.compile(f'{BASE}numbers/([0-9]{{1,4}})[.]svg')
SVG = {'Content-Type': 'image/svg+xml'}


class Files(URLFetcher):  # type: ignore[misc]
    """Serves numbers of paragraphs, named files, and whatever lies below a folder."""

    def __init__(self, named: Mapping[str, Path], folder: Path) -> None:
        super().__init__(allowed_protocols=('data',))
        self.named = named
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file behind a URL. Raises ValueError for anything else; WeasyPrint warns then."""
        if url.startswith('data:'):
            return super().fetch(url, headers)
        if number := NUMBER.fullmatch(url):
            return URLFetcherResponse(url, picture(int(number[1])), headers=SVG)
        path = self.path(url)
        kind = mimetypes.guess_type(path.name)[0] or 'application/octet-stream'
        return URLFetcherResponse(url, path.read_bytes(), headers={'Content-Type': kind})

    def path(self, url: str) -> Path:
        name = unquote(urlsplit(url).path).lstrip('/')
        path = self.named.get(name) or (self.folder / name).resolve()
        if not url.startswith(BASE) or not (name in self.named or path.is_relative_to(self.folder)):
            raise ValueError(f'outside the project: {url}')
        return path
