"""Pages that lead on where no server does: from other names of a language to its edition.

A server file answers such an address itself and never shows these. They are for hosts that
only hand out files. Their links are relative, so they lead on under any prefix.
"""

from pathlib import Path

from editions.languages.language import Language
from editions.project import Project
from editions.site import finished
from editions.site.front import render
from editions.site.negotiation import Rules


def files(project: Project, rules: Rules) -> dict[str, bytes]:
    """`pt/index.html` and its like."""
    made = {}
    for name, tag in named(rules):
        language = next(each for each in project.languages if each.tag == tag)
        made[f'{name}/index.html'] = moved(project, language, f'../{tag}/')
    return made


def named(rules: Rules) -> list[tuple[str, str]]:
    """The names that get a page: (name, tag).

    A name that differs from an edition's folder by case alone gets none: on the disks of Windows
    and macOS its page would overwrite the edition's.
    """
    taken = {tag.lower() for tag in rules.tags}
    found = []
    for name, tag in rules.aliases:
        if name.lower() not in taken:
            taken.add(name.lower())
            found.append((name, tag))
    return found


def homes(project: Project, site: Path) -> dict[str, bytes]:
    """`es/index.html`, where the first page has another name (Sphinx's root_doc)."""
    return {
        f'{language.tag}/index.html': moved(project, language, '')
        for language in finished.languages(project, site)
        if not (site / language.tag / 'index.html').exists()
    }


def moved(project: Project, language: Language, folder: str) -> bytes:
    """A page that leads to the first page of a language, which lies in `folder`."""
    home = finished.home(project)
    address = project.url(f'{language.tag}/{home}')
    target = folder + home
    return render(
        'moved.html', tag=language.tag, name=language.name, target=target, address=address
    )
