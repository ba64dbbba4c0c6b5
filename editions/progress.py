"""What a build is doing, told by its process to the command that started it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from multiprocessing.connection import Connection  # 9 ms, where nothing is built


@dataclass(frozen=True)
class Doing:
    """The document that is worked on, and how many of how many it is."""

    edition: str  # 'es/pdf'; 'en/gettext' while the messages of the source are extracted
    what: Literal['reading', 'writing', 'printing', 'binding', 'finishing', 'done']
    name: str = ''  # of a document, or of the file that is printed
    number: int = 0  # counts from 1
    total: int = 0


class Channel:
    """Where this process tells what it is doing; nowhere, where that was not asked for."""

    end: 'Connection | None' = None


def tell(doing: Doing | None) -> None:
    if Channel.end:
        with suppress(BrokenPipeError):  # the command has ended, and this process will
            Channel.end.send(doing)
