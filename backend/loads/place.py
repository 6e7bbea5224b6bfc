"""Where uploads and attempts are kept beside the store's data, and whether this server can load at all.

In: settings. Out: folders, and texts of the loader without the paths of this machine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from backend.load_errors import UploadsOff
from backend.settings import Settings

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one store that take part in loads over HTTP."""

    settings: Settings

    @property
    def store(self) -> Path:
        return self.settings.data_dir.absolute()

    @property
    def uploads(self) -> Path:
        return self.store / "uploads"

    @property
    def attempts(self) -> Path:
        return self.store / "attempts"

    @property
    def quarantine(self) -> Path:
        return self.store / "quarantine"

    @property
    def reports(self) -> Path:
        return self.store / "reports"

    @property
    def loader_lock(self) -> Path:
        return self.store / "loader.lock"

    def why_off(self) -> str | None:
        """Why files cannot be taken here; None when they can."""
        if self.settings.uploads == "off":
            return "Uploads are switched off by SALES_UPLOADS."
        if find_spec("ingestion") is None:
            return "This server was installed without the loader."
        if not os.access(_existing(self.store), os.W_OK):
            return "This server may not write to the data folder."
        return None

    def require(self) -> None:
        """Raises UploadsOff where files cannot be taken."""
        reason = self.why_off()
        if reason is not None:
            raise UploadsOff(reason)

    def told(self, value: object, renamed: dict[str, str]) -> object:
        """A value of the loader's answer without paths of this machine; `renamed` are further words to replace."""
        words = {**renamed, **{f"{folder}/": "" for folder in (self.quarantine, self.store, self.settings.data_dir)}}
        return _replaced(value, words)


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _replaced(value: object, words: dict[str, str]) -> object:
    if isinstance(value, str):
        for word, instead in words.items():
            value = value.replace(word, instead)
        return value
    if isinstance(value, dict):
        return {key: _replaced(part, words) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, words) for part in value]
    return value
