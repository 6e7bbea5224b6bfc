"""What can go wrong between a folder and a running cluster, each with a code, a sentence and a hint."""

from __future__ import annotations


class ClusterError(Exception):
    """A refusal that a user reads; `detail` holds the lines of a log that explain it."""

    def __init__(self, code: str, said: str, hint: str, detail: str = "") -> None:
        super().__init__(said)
        self.code, self.said, self.hint, self.detail = code, said, hint, detail

    def text(self) -> str:
        """All of it, for a terminal."""
        lines = [f"{self.code}: {self.said}", f"  {self.hint}", *(f"  | {line}" for line in self.detail.splitlines())]
        return "\n".join(lines)
