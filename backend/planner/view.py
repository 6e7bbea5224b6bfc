"""A snapshot as one principal sees it: its manifest, and the policy that every statement over it carries.

Comes in: a manifest and a row policy. Goes out: a `View`, which is all that the planner and the reports read of a
snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.access.policy import EVERYTHING, RowPolicy
from druid.store.manifest import Manifest

Scope = tuple[str, str]
"""A data version and a policy's digest: nothing that is kept for one is given to another."""


@dataclass(frozen=True, slots=True)
class View:
    """`manifest` tells what the policy lets be known: its newest line, its columns, the days of its branches.

    `lines` is how many stored lines pass the policy; None where all do.
    """

    manifest: Manifest
    policy: RowPolicy
    lines: int | None = None

    @property
    def scope(self) -> Scope:
        return (self.manifest.version, self.policy.digest)


def whole(manifest: Manifest) -> View:
    """Every line of a snapshot."""
    return View(manifest, EVERYTHING)
