"""Pages that lead from other names of a language to its edition, where no server does it.

A server file answers such an address itself and never shows these. They are for hosts that
only hand out files.
"""

from editions.project import Project
from editions.site import finished
from editions.site.front import base_path, render
from editions.site.negotiation import Rules


def files(project: Project, rules: Rules) -> dict[str, bytes]:
    """`pt/index.html` and its like.

    A name that differs from an edition's folder by case alone is left out: on the disks of
    Windows and macOS its page would overwrite the edition's.
    """
    taken = {tag.lower() for tag in rules.tags}
    made = {}
    for name, tag in rules.aliases:
        if name.lower() not in taken:
            taken.add(name.lower())
            made[f'{name}/index.html'] = moved(project, tag)
    return made


def moved(project: Project, tag: str) -> bytes:
    page = f'{tag}/{finished.home(project)}'
    name = next(language.name for language in project.languages if language.tag == tag)
    return render(
        'moved.html',
        tag=tag,
        name=name,
        target=base_path(project) + page,
        address=project.url(page),
    )
