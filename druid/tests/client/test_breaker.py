"""The breaker, the retry budget and the slots, with a clock that the test turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from druid.client.breaker import AdaptiveSlots, Breaker, BreakerLimits, RetryBudget, State, Ticket, Verdict

GOOD, BAD, LOST = Verdict.SUCCEEDED, Verdict.FAILED, Verdict.UNKNOWN


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def breaker_at(clock: Clock, jitter: float = 0.0) -> Breaker:
    return Breaker(clock, lambda: jitter)


def ask(breaker: Breaker, verdict: Verdict) -> bool:
    """Whether the question was let through."""
    ticket = breaker.admit()
    if ticket is None:
        return False
    breaker.settle(ticket, verdict)
    return True


def state_of(breaker: Breaker) -> State:
    return breaker.state


def opened(clock: Clock, jitter: float = 0.0) -> Breaker:
    breaker = breaker_at(clock, jitter)
    for _ in range(5):
        assert ask(breaker, BAD)
    return breaker


def test_five_in_a_row_open_it() -> None:
    breaker = breaker_at(Clock())
    for verdict in (BAD, BAD, BAD, BAD, GOOD, BAD, BAD, BAD, BAD):
        ask(breaker, verdict)
    assert state_of(breaker) is State.CLOSED
    ask(breaker, BAD)
    assert state_of(breaker) is State.OPEN
    assert not ask(breaker, GOOD)


def test_half_of_twenty_within_ten_seconds_open_it() -> None:
    clock = Clock()
    breaker = breaker_at(clock)
    for _ in range(9):
        ask(breaker, BAD)
        ask(breaker, GOOD)
    ask(breaker, BAD)
    assert state_of(breaker) is State.CLOSED  # 10 of 19 failed: too few questions to judge
    ask(breaker, GOOD)
    assert state_of(breaker) is State.OPEN  # 10 of 20


def test_failures_older_than_the_window_are_forgotten() -> None:
    clock = Clock()
    breaker = breaker_at(clock)
    for _ in range(30):
        ask(breaker, BAD)
        ask(breaker, GOOD)
        clock.now += 1.2  # at most 18 questions in any ten seconds
    assert state_of(breaker) is State.CLOSED


def test_one_probe_at_a_time_and_success_closes() -> None:
    clock = Clock()
    breaker = opened(clock)
    assert breaker.retry_after == 2.0
    clock.now += 1.99
    assert breaker.admit() is None
    clock.now += 0.01
    probe = breaker.admit()
    assert probe is not None
    assert state_of(breaker) is State.HALF
    assert breaker.admit() is None
    breaker.settle(probe, GOOD)
    assert state_of(breaker) is State.CLOSED
    assert ask(breaker, BAD)  # one failure does not open it again
    assert state_of(breaker) is State.CLOSED


def test_pauses_double_up_to_thirty_seconds() -> None:
    clock = Clock()
    breaker = opened(clock)
    pauses = []
    for _ in range(6):
        pauses.append(breaker.retry_after)
        clock.now += breaker.retry_after
        assert ask(breaker, BAD)
    assert pauses == [2, 4, 8, 16, 30, 30]


def test_jitter_only_lengthens_the_pause() -> None:
    assert opened(Clock(), jitter=1.0).retry_after == 2.5


def test_a_probe_given_up_tells_nothing() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 2
    assert ask(breaker, LOST)
    assert state_of(breaker) is State.OPEN
    assert breaker.retry_after == 2.0
    clock.now += 2
    assert ask(breaker, GOOD)
    assert state_of(breaker) is State.CLOSED


def test_answers_to_older_questions_change_nothing() -> None:
    clock = Clock()
    breaker = breaker_at(clock)
    early = breaker.admit()
    assert early is not None
    for _ in range(5):
        ask(breaker, BAD)
    breaker.settle(early, GOOD)
    assert state_of(breaker) is State.OPEN
    clock.now += 2
    probe = breaker.admit()
    breaker.settle(early, BAD)
    assert state_of(breaker) is State.HALF
    assert probe is not None
    breaker.settle(probe, GOOD)
    assert state_of(breaker) is State.CLOSED


class BreakerMachine(RuleBasedStateMachine):
    """Any history of questions, verdicts and waiting, against what an operator was promised."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.limits = BreakerLimits()
        self.breaker = Breaker(self.clock, lambda: 0.5, self.limits)
        self.out: list[Ticket] = []

    @rule(seconds=st.sampled_from([0.0, 0.1, 1.0, 2.0, 5.0, 11.0, 30.0]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule()
    def ask(self) -> None:
        before = self.breaker.state
        ticket = self.breaker.admit()
        if before is State.CLOSED:
            assert ticket is not None
            assert not ticket.is_probe
        if before is State.HALF:
            assert ticket is None
        if ticket is not None:
            self.out.append(ticket)

    @precondition(lambda self: self.out)
    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def settle(self, data: st.DataObject, verdict: Verdict) -> None:
        ticket = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        before = self.breaker.state
        self.breaker.settle(ticket, verdict)
        after = self.breaker.state
        if before is State.OPEN:
            assert after is State.OPEN
        if before is State.HALF and after is State.CLOSED:
            assert ticket.is_probe
            assert verdict is GOOD
        if before is State.CLOSED and after is State.OPEN:
            assert verdict is BAD

    @rule(verdicts=st.lists(st.sampled_from([GOOD, BAD]), min_size=5, max_size=25))
    def storm(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            was_closed = self.breaker.state is State.CLOSED
            assert ask(self.breaker, verdict) or not was_closed
        if verdicts[-5:] == [BAD] * 5 and len(self.out) == 0:
            assert self.breaker.state is not State.CLOSED

    @invariant()
    def a_pause_is_never_longer_than_promised(self) -> None:
        assert 0 <= self.breaker.retry_after <= self.limits.last_probe

    @invariant()
    def one_probe_at_most(self) -> None:
        if self.breaker.state is State.HALF:
            assert sum(ticket.is_probe for ticket in self.out) >= 1

    def teardown(self) -> None:
        """Whatever happened, it heals: settle what is out, wait, and one good probe closes it."""
        for ticket in self.out:
            self.breaker.settle(ticket, LOST)
        if self.breaker.state is not State.CLOSED:
            self.clock.now += self.limits.last_probe
            assert ask(self.breaker, GOOD)
        assert self.breaker.state is State.CLOSED


TestBreakerMachine = BreakerMachine.TestCase


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_retries_stay_a_tenth_of_the_traffic(wants: list[bool]) -> None:
    budget = RetryBudget()
    retries = 0
    for asked, want in enumerate(wants, start=1):
        budget.earn()
        retries += want and budget.spend()
        assert retries <= 1 + asked / 10 + 1e-9


def test_a_retry_budget_saves_up_ten() -> None:
    budget = RetryBudget()
    for _ in range(1000):
        budget.earn()
    assert [budget.spend() for _ in range(11)] == [True] * 10 + [False]


def test_slots_halve_and_come_back_one_in_five_seconds() -> None:
    clock = Clock()
    slots = AdaptiveSlots(16, clock)
    assert slots.limit == 16
    slots.halve(asked_at=clock.now)
    assert slots.limit == 8
    clock.now += 4.99
    assert slots.limit == 8
    clock.now += 0.01
    assert slots.limit == 9
    clock.now += 10
    assert slots.limit == 11
    slots.halve(asked_at=clock.now)
    assert slots.limit == 5
    clock.now += 1000
    assert slots.limit == 16


def test_one_burst_of_refusals_halves_once() -> None:
    clock = Clock()
    slots = AdaptiveSlots(16, clock)
    asked_at = clock.now
    for _ in range(16):
        clock.now += 0.01
        slots.halve(asked_at)
    assert slots.limit == 8


@given(st.lists(st.floats(0, 20)))
def test_slots_stay_between_one_and_most(waits: list[float]) -> None:
    clock = Clock()
    slots = AdaptiveSlots(16, clock)
    for wait in waits:
        clock.now += wait
        slots.halve(clock.now)
        assert 1 <= slots.limit <= 16


@pytest.mark.parametrize("state", State)
def test_states_are_the_numbers_of_the_metric(state: State) -> None:
    assert {State.CLOSED: 0, State.HALF: 1, State.OPEN: 2}[state] == state
