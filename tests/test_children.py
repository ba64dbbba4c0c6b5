"""Children of the fork server: each is waited for, and none is taken for lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from editions.builds import children


def test_children_that_end_together_all_give_their_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child taken for lost is built a second time, alone: twice the work, unseen."""
    again: list[Path] = []
    monkeypatch.setattr(children, 'run_alone', lambda argv, log: again.append(log) or 0)

    def run(number: int) -> int:
        return children.run(['--no-such-option'], tmp_path / f'{number}.log', fork=True)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(run, range(80)))
    assert not again
    assert codes == [2] * 80
