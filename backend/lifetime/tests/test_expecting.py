"""What the fitted model expects: the paper's customer, Bayes' rule by integration, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import hyp2f1

from backend.lifetime.expecting import expected_purchases, probability_alive
from backend.lifetime.purchasing import Purchasing
from backend.lifetime.tests.brute_force import expectation, simulated_buyers

CDNOW = Purchasing(0.243, 4.414, 0.793, 2.426)


def expected(model: Purchasing, history: tuple[float, float, float], horizon: float) -> float:
    x, recency, age = (np.array([float(value)]) for value in history)
    return float(expected_purchases(model, x, recency, age, horizon)[0])


def alive(model: Purchasing, history: tuple[float, float, float]) -> float:
    x, recency, age = (np.array([float(value)]) for value in history)
    return float(probability_alive(model, x, recency, age)[0])


def test_the_customer_of_the_paper() -> None:
    assert round(expected(CDNOW, (2, 30.43, 38.86), 39), 3) == 1.226


def by_equation_10(model: Purchasing, history: tuple[float, float, float], horizon: float) -> float:
    """As printed, with the hypergeometric function."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, recency, age = history
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon / (alpha + age + horizon))
    top = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + horizon)) ** (r + x) * series)
    odds = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x) if x else 0
    return float(top / (1 + odds))


@pytest.mark.parametrize("history", [(0, 0, 12), (1, 3, 38.86), (2, 30.43, 38.86), (9, 36, 38.86), (29, 38, 39)])
@pytest.mark.parametrize("horizon", [1.0, 52.0, 520.0])
def test_the_printed_equation_where_it_can_be_computed(history: tuple[float, float, float], horizon: float) -> None:
    assert expected(CDNOW, history, horizon) == pytest.approx(by_equation_10(CDNOW, history, horizon), rel=1e-9)


@pytest.mark.parametrize("history", [(0, 0.0, 9.0), (1, 2.0, 9.0), (3, 8.0, 9.0)])
def test_bayes_rule_by_integration(history: tuple[int, float, float]) -> None:
    model = Purchasing(1.3, 4.0, 1.6, 2.5)
    likely, later = expectation(model, history, 20.0)
    assert alive(model, history) == pytest.approx(likely, rel=1e-6)
    assert expected(model, history, 20.0) == pytest.approx(later, rel=1e-6)


def test_a_chance_of_leaving_of_exactly_one_is_no_hole() -> None:
    """Equation 10 divides by a - 1; around it the expectation is smooth."""
    below, at, above = (expected(Purchasing(0.5, 4.0, a, 2.0), (3, 10, 20), 52) for a in (1 - 1e-6, 1.0, 1 + 1e-6))
    assert below > at > above
    assert at == pytest.approx((below + above) / 2, rel=1e-9)


def test_frequent_buyers_do_not_overflow() -> None:
    """2,000 purchases in 520 weeks until today, hardly ever leaving: as many again in as long."""
    found = expected(Purchasing(2.0, 1.0, 1e-4, 5.0), (2_000, 520, 520), 520)
    assert found == pytest.approx(2_002 / 521 * 520, rel=1e-3)


def test_nobody_leaves_before_a_repeat_purchase() -> None:
    assert alive(CDNOW, (0, 0, 500)) == 1.0


def test_simulated_customers_buy_as_often_as_expected() -> None:
    """The same customers watched longer: purchases after the first stretch, on average, are those expected."""
    model, size = Purchasing(0.8, 6.0, 0.6, 2.5), 60_000
    first, horizon = np.full(size, 40.0), 52.0
    repeats, recency = simulated_buyers(model, first, 11)
    later, _ = simulated_buyers(model, first + horizon, 11)
    mean = float(np.mean(expected_purchases(model, repeats, recency, first, horizon)))
    total, _ = simulated_buyers(model, first + horizon, 12)
    assert np.all(later >= 0)
    assert mean == pytest.approx(float(np.mean(total)) - float(np.mean(repeats)), rel=0.03)


MODELS = st.builds(
    Purchasing,
    st.floats(0.01, 50),
    st.floats(0.01, 500),
    st.floats(0.001, 100),
    st.floats(0.001, 1000),
)
PARTS = st.tuples(st.integers(0, 500), st.floats(0, 1), st.floats(0, 600))


def history_of(parts: tuple[int, float, float]) -> tuple[float, float, float]:
    x, share, age = parts
    return x, age * share if x else 0.0, age


@given(MODELS, PARTS, st.floats(1, 520))
def test_probabilities_and_bounds(model: Purchasing, parts: tuple[int, float, float], horizon: float) -> None:
    """Nobody is expected to buy more often than at their rate without ever leaving."""
    history = history_of(parts)
    likely, later = alive(model, history), expected(model, history, horizon)
    assert 0 <= likely <= 1
    most = (model.r + history[0]) / (model.alpha + history[2]) * horizon * likely
    assert 0 <= later <= most * (1 + 1e-9)


@example(Purchasing(1.0, 0.01171875, 5.0, 1.2129953292523936), (475, 0.0, 0.0), 5.0)
@given(MODELS, PARTS, st.floats(1, 250))
def test_more_time_never_means_fewer_purchases(
    model: Purchasing, parts: tuple[int, float, float], horizon: float
) -> None:
    history = history_of(parts)
    near, far = expected(model, history, horizon), expected(model, history, horizon * 2)
    assert far >= near * (1 - 1e-9)
    assert far <= 2 * near * (1 + 1e-9) + 1e-12


@given(MODELS, st.integers(1, 300), st.floats(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_who_bought_later_is_likelier_there(
    model: Purchasing, x: int, age: float, earlier: float, later: float
) -> None:
    first, last = sorted((earlier * age, later * age))
    assert alive(model, (x, last, age)) >= alive(model, (x, first, age))
    assert expected(model, (x, last, age), 52) >= expected(model, (x, first, age), 52) * (1 - 1e-12)
