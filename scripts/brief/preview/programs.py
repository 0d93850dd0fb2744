"""The programs that have changed since the preview loaded them: it goes on with the old ones."""

from __future__ import annotations

import sys
from pathlib import Path

from brief.faults import Fault


class Programs:
    """The programs in a folder, with the times of their files when the preview begins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._times_before = self._times()

    def _times(self) -> dict[Path, int]:
        """Return the time of the last change of each file, in nanoseconds."""
        return {path: path.stat().st_mtime_ns for path in self.folder.rglob("*.py") if path.is_file()}

    def aged(self) -> list[Fault]:
        """Return a warning for each loaded program that has changed since the preview began."""
        loaded = {Path(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())}
        problem = "this program has changed since the preview began"
        remedy = "end the preview with Ctrl+C and start it anew"
        return [
            Fault(str(path.relative_to(self.folder.parent)), 1, 1, problem, remedy, warning=True)
            for path, time in self._times().items()
            if path in loaded and self._times_before.get(path) != time
        ]
