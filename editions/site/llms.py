"""llms.txt: what the site holds, for programs that read (https://llmstxt.org).

It leads to the Markdown twin of each page, `page.html.md`.
"""

from urllib.parse import quote

from editions.project import Project
from editions.site import finished
from editions.site.listing import Entry
from editions.site.markdown import SUFFIX

FILE = 'llms.txt'


def files(project: Project, entries: tuple[Entry, ...]) -> dict[str, bytes]:
    """The one file; addresses are full where the site has one, else from the site's folder."""
    return {FILE: llms(project, entries)} if entries else {}


def llms(project: Project, entries: tuple[Entry, ...]) -> bytes:
    """The title, what the text is about, and the pages of each language."""
    first = next(e for e in entries if e.inside == finished.home(project))
    lines = [f'# {first.title}', '']
    if first.description:
        lines += [f'> {first.description}', '']
    for language in project.languages:
        own = [entry for entry in entries if entry.language == language]
        if own:
            lines += [f'## {language.name}', '', *(_line(project, entry) for entry in own), '']
    return '\n'.join(lines).encode()


def _line(project: Project, entry: Entry) -> str:
    path = entry.path + SUFFIX
    about = f': {entry.description}' if entry.description else ''
    return f'- [{_bracketed(entry.title)}]({project.url(path) or quote(path)}){about}'


def _bracketed(text: str) -> str:
    return text.replace('\\', '\\\\').replace('[', '\\[').replace(']', '\\]')
