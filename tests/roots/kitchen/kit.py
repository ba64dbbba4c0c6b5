"""What stands on the stove."""


class Pot:
    """A pot.

    Args:
        size: in litres.
    """

    def __init__(self, size: int = 3) -> None:
        self.size = size

    def boil(self, minutes: float, *, lid: bool = True) -> str:
        """Boil what is in it.

        :param minutes: how long
        :param lid: whether it is closed
        :returns: what came of it
        :raises ValueError: where nothing is in it
        """
        return f'{minutes}, {lid}'
