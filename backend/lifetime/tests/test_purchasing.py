"""The BG/NBD fit: published figures, likelihoods by integration, parameters of simulated customers, odd data."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import beta, gamma

from backend.lifetime.purchasing import Buyers, Purchasing, fit_purchasing, grouped
from backend.lifetime.tests.brute_force import likelihood, simulated_buyers
from backend.lifetime.tests.cdnow import cdnow_summary


def total_log_likelihood(model: Purchasing, buyers: Buyers) -> float:
    """Equation 6 of the paper as it is printed, without logarithms of sums."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, t, age = buyers.repeats, buyers.recency, buyers.age
    shared = gamma(r + x) * alpha**r / gamma(r) / beta(a, b)
    stayed = beta(a, b + x) / (alpha + age) ** (r + x)
    left = np.where(x > 0, beta(a + 1, b + np.maximum(x, 1) - 1) / (alpha + t) ** (r + x), 0)
    return float(buyers.weight @ np.log(shared * (stayed + left)))


def cdnow_buyers() -> Buyers:
    summary = cdnow_summary()
    return grouped(summary.repeats, summary.recency, summary.age)


def test_cdnow_gives_the_published_parameters() -> None:
    fit = fit_purchasing(cdnow_buyers())
    found = [fit.model.r, fit.model.alpha, fit.model.a, fit.model.b]
    assert [round(value, 3) for value in found] == [0.243, 4.414, 0.793, 2.426]
    assert fit.maximum.converged
    assert fit.maximum.at_bound == ()


def test_cdnow_reaches_the_published_likelihood() -> None:
    buyers = cdnow_buyers()
    assert round(total_log_likelihood(fit_purchasing(buyers).model, buyers), 1) == -9582.4


@pytest.mark.parametrize("history", [(0, 0.0, 9.0), (1, 2.0, 9.0), (2, 8.5, 9.0), (4, 4.0, 9.0)])
def test_the_printed_likelihood_is_the_integral(history: tuple[int, float, float]) -> None:
    model = Purchasing(1.3, 4.0, 1.6, 2.5)
    one = Buyers(*(np.array([float(value)]) for value in (*history, 1)))
    assert np.exp(total_log_likelihood(model, one)) == pytest.approx(likelihood(model, history), rel=1e-6)


def test_no_other_parameters_are_likelier() -> None:
    buyers = cdnow_buyers()
    model = fit_purchasing(buyers).model
    best = total_log_likelihood(model, buyers)
    for factor in (0.98, 1.02):
        for name in ("r", "alpha", "a", "b"):
            values = {key: getattr(model, key) * (factor if key == name else 1) for key in ("r", "alpha", "a", "b")}
            assert total_log_likelihood(Purchasing(**values), buyers) < best


@pytest.mark.parametrize(
    ("truth", "seed"), [(Purchasing(0.6, 8.0, 0.5, 3.0), 1), (Purchasing(2.0, 5.0, 1.5, 4.0), 2)], ids=["few", "many"]
)
def test_parameters_of_simulated_customers_are_found(truth: Purchasing, seed: int) -> None:
    age = np.ceil(np.random.default_rng(seed).uniform(100, 730, 15_000)) / 7
    repeats, recency = simulated_buyers(truth, age, seed)
    fit = fit_purchasing(grouped(repeats, recency, age))
    assert fit.maximum.converged
    assert fit.model.r == pytest.approx(truth.r, rel=0.06)
    assert fit.model.alpha == pytest.approx(truth.alpha, rel=0.08)
    assert fit.model.a == pytest.approx(truth.a, rel=0.15)
    assert fit.model.b == pytest.approx(truth.b, rel=0.2)


def test_the_unit_of_time_changes_alpha_alone() -> None:
    summary = cdnow_summary()
    in_weeks = fit_purchasing(cdnow_buyers()).model
    in_days = fit_purchasing(grouped(summary.repeats, summary.recency * 7, summary.age * 7)).model
    assert in_days.alpha == pytest.approx(in_weeks.alpha * 7, rel=1e-5)
    assert (in_days.r, in_days.a, in_days.b) == pytest.approx((in_weeks.r, in_weeks.a, in_weeks.b), rel=1e-5)


def test_the_order_of_customers_changes_no_digit() -> None:
    summary = cdnow_summary()
    mixed = np.random.default_rng(3).permutation(len(summary.age))
    again = grouped(summary.repeats[mixed], summary.recency[mixed], summary.age[mixed])
    assert fit_purchasing(again).model == fit_purchasing(cdnow_buyers()).model


def test_equal_histories_are_counted_once() -> None:
    repeats, recency, age = np.array([1.0, 0, 1, 1]), np.array([2.0, 0, 2, 3]), np.array([5.0, 5, 5, 5])
    buyers = grouped(repeats, recency, age)
    assert buyers.weight.tolist() == [1, 2, 1]
    assert buyers.repeats.tolist() == [0, 1, 1]


def test_customers_who_never_leave_are_no_failure() -> None:
    """Regular buyers until the last day: the chance of leaving goes to its bound, and that is said."""
    chance = np.random.default_rng(4)
    age = np.full(500, 104.0)
    repeats = chance.poisson(1.0 * age).astype(float)
    fit = fit_purchasing(grouped(repeats, age - 0.1, age))
    assert fit.maximum.converged
    assert fit.maximum.at_bound
    assert fit.model.a / (fit.model.a + fit.model.b) < 1e-3


def test_customers_who_bought_once_have_no_rate() -> None:
    age = np.linspace(1.0, 50.0, 200)
    fit = fit_purchasing(grouped(np.zeros(200), np.zeros(200), age))
    assert np.isfinite([fit.model.r, fit.model.alpha, fit.model.a, fit.model.b]).all()


def test_very_frequent_buyers_stay_finite() -> None:
    age = np.full(100, 520.0)
    repeats = np.arange(3_000, 3_100, dtype=float)
    fit = fit_purchasing(grouped(repeats, np.linspace(400, 520, 100), age))
    assert np.isfinite(fit.maximum.log_likelihood)
    assert fit.maximum.converged
