"""When to stop asking a Druid that fails, when to ask again, and how much to ask of one that is busy.

`Breaker` opens after failures and lets single probes through until one succeeds; `RetryBudget` keeps retries a tenth
of the traffic; `AdaptiveSlots` halves on "busy" and recovers. No I/O: the clock and the jitter are arguments.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

Clock = Callable[[], float]


class State(IntEnum):
    """As in the metric `breaker_state`."""

    CLOSED = 0
    HALF = 1
    OPEN = 2


class Verdict(IntEnum):
    """How a question ended, for the breaker. UNKNOWN: it was given up before it could tell anything."""

    SUCCEEDED = 0
    FAILED = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class BreakerLimits:
    """Open after `in_a_row` failures, or `share` of at least `least` questions in `window` seconds.

    Probes come each `first_probe` seconds, growing twofold to `last_probe`.
    """

    in_a_row: int = 5
    share: float = 0.5
    least: int = 20
    window: float = 10.0
    first_probe: float = 2.0
    last_probe: float = 30.0


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to ask once; `epoch` lets the breaker ignore news from before it last changed."""

    epoch: int
    is_probe: bool


class Breaker:
    """`admit` before asking and `settle` after, in that order, exactly once each. `jitter` gives 0..1."""

    def __init__(self, clock: Clock, jitter: Callable[[], float], limits: BreakerLimits | None = None) -> None:
        self.limits = limits or BreakerLimits()
        self.state = State.CLOSED
        self._clock = clock
        self._jitter = jitter
        self._epoch = 0
        self._recent: deque[tuple[float, bool]] = deque()
        self._failures_in_a_row = 0
        self._pause = self.limits.first_probe
        self._probe_at = 0.0

    @property
    def retry_after(self) -> float:
        """Seconds until the next probe may go, 0 when one may go now."""
        return max(self._probe_at - self._clock(), 0.0) if self.state is State.OPEN else 0.0

    def admit(self) -> Ticket | None:
        """A ticket, or None while the breaker is open or its one probe is still out."""
        if self.state is State.CLOSED:
            return Ticket(self._epoch, is_probe=False)
        if self.state is State.HALF or self._clock() < self._probe_at:
            return None
        self._change(State.HALF)
        return Ticket(self._epoch, is_probe=True)

    def settle(self, ticket: Ticket, verdict: Verdict) -> None:
        if ticket.epoch != self._epoch:
            return
        if ticket.is_probe:
            self._settle_probe(verdict)
        elif verdict is not Verdict.UNKNOWN:
            self._count(failed=verdict is Verdict.FAILED)

    def _settle_probe(self, verdict: Verdict) -> None:
        if verdict is Verdict.SUCCEEDED:
            self._change(State.CLOSED)
            return
        if verdict is Verdict.FAILED:
            self._pause = min(self._pause * 2, self.limits.last_probe)
        self._open()

    def _count(self, *, failed: bool) -> None:
        now = self._clock()
        self._recent.append((now, failed))
        while self._recent[0][0] <= now - self.limits.window:
            self._recent.popleft()
        self._failures_in_a_row = self._failures_in_a_row + 1 if failed else 0
        if self._failures_in_a_row >= self.limits.in_a_row or self._is_failing():
            self._pause = self.limits.first_probe
            self._open()

    def _is_failing(self) -> bool:
        failures = sum(failed for _, failed in self._recent)
        return len(self._recent) >= self.limits.least and failures >= self.limits.share * len(self._recent)

    def _open(self) -> None:
        self._change(State.OPEN)
        # jitter only lengthens the pause: several instances must not probe in step, nor sooner than promised
        self._probe_at = self._clock() + min(self._pause * (1 + self._jitter() / 4), self.limits.last_probe)

    def _change(self, state: State) -> None:
        self.state = state
        self._epoch += 1
        self._recent.clear()
        self._failures_in_a_row = 0


class RetryBudget:
    """Each question earns a tenth of a retry; one retry is there from the start, and at most `most` are saved up."""

    def __init__(self, share: float = 0.1, most: float = 10.0) -> None:
        self._share = share
        self._most = most
        self._saved = 1.0

    def earn(self) -> None:
        self._saved = min(self._saved + self._share, self._most)

    def spend(self) -> bool:
        """Whether a retry may go; counts it when so."""
        if self._saved < 1:
            return False
        self._saved -= 1
        return True


class AdaptiveSlots:
    """How many questions may run at once: halved by "busy", one more each `recovery` seconds after."""

    def __init__(self, most: int, clock: Clock, recovery: float = 5.0) -> None:
        self.most = most
        self._clock = clock
        self._recovery = recovery
        self._low = most
        self._since = float("-inf")

    @property
    def limit(self) -> int:
        if self._low >= self.most:
            return self.most
        return min(self.most, self._low + int((self._clock() - self._since) / self._recovery))

    def halve(self, asked_at: float) -> None:
        """Druid was busy for a question asked at `asked_at`; one burst of refusals halves once."""
        if asked_at < self._since:
            return
        self._low = max(1, self.limit // 2)
        self._since = self._clock()
