"""The Gamma-Gamma fit: published figures, densities by integration, parameters of simulated customers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln

from backend.lifetime.maximum import Floats
from backend.lifetime.spending import Spending, expected_value, fit_spending
from backend.lifetime.tests.brute_force import expected_spending, simulated_spenders, spending_density
from backend.lifetime.tests.cdnow import cdnow_summary


def cdnow_spenders() -> tuple[Floats, Floats]:
    """Customers with a repeat purchase, and the mean of their repeat purchases, as in the paper."""
    summary = cdnow_summary()
    bought = summary.repeats > 0
    return summary.repeats[bought], summary.mean_value[bought]


def log_density(model: Spending, purchases: Floats, mean_value: Floats) -> Floats:
    """Equation 1a of the note as it is printed."""
    p, q, gamma = model.p, model.q, model.gamma
    shape = p * purchases
    gammas = gammaln(shape + q) - gammaln(shape) - gammaln(q)
    powers = q * np.log(gamma) + (shape - 1) * np.log(mean_value) + shape * np.log(purchases)
    return np.asarray(gammas + powers - (shape + q) * np.log(gamma + purchases * mean_value))


def test_cdnow_gives_the_published_parameters() -> None:
    fit = fit_spending(*cdnow_spenders())
    assert fit.maximum.converged
    assert (fit.model.p, fit.model.q, fit.model.gamma) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)


def test_no_other_parameters_are_likelier() -> None:
    purchases, mean_value = cdnow_spenders()
    model = fit_spending(purchases, mean_value).model
    best = float(np.sum(log_density(model, purchases, mean_value)))
    for factor in (0.98, 1.02):
        for name in ("p", "q", "gamma"):
            values = {key: getattr(model, key) * (factor if key == name else 1) for key in ("p", "q", "gamma")}
            assert float(np.sum(log_density(Spending(**values), purchases, mean_value))) < best


@pytest.mark.parametrize(("purchases", "mean_value"), [(1, 20.0), (3, 35.5), (12, 60.0)])
def test_the_printed_density_and_expectation_are_the_integrals(purchases: int, mean_value: float) -> None:
    model = Spending(4.0, 3.5, 20.0)
    n, m = np.array([float(purchases)]), np.array([mean_value])
    density = spending_density(model, purchases, mean_value)
    assert np.exp(log_density(model, n, m)[0]) == pytest.approx(density, rel=1e-7)
    assert expected_value(model, n, m)[0] == pytest.approx(expected_spending(model, purchases, mean_value), rel=1e-7)


def test_parameters_of_simulated_customers_are_found() -> None:
    truth = Spending(6.0, 4.0, 150_000.0)
    purchases = np.random.default_rng(5).geometric(0.4, 40_000).astype(float)
    fit = fit_spending(purchases, simulated_spenders(truth, purchases, 6))
    assert fit.maximum.converged
    assert (fit.model.p, fit.model.q, fit.model.gamma) == pytest.approx((truth.p, truth.q, truth.gamma), rel=0.08)


def test_the_currency_changes_gamma_alone() -> None:
    purchases, mean_value = cdnow_spenders()
    dollars, cents = fit_spending(purchases, mean_value).model, fit_spending(purchases, mean_value * 100).model
    assert (cents.p, cents.q, cents.gamma / 100) == pytest.approx((dollars.p, dollars.q, dollars.gamma), rel=1e-5)


def test_equal_values_are_no_failure() -> None:
    """Everybody spends the same: variation goes to its bound, and the next purchase is the same again."""
    purchases = np.arange(1.0, 101.0)
    fit = fit_spending(purchases, np.full(100, 250.0))
    assert fit.maximum.at_bound
    assert expected_value(fit.model, purchases, np.full(100, 250.0)) == pytest.approx(np.full(100, 250.0), rel=0.01)


@given(st.floats(0.1, 100), st.floats(1.1, 50), st.floats(0.1, 1e6), st.integers(1, 1000), st.floats(0.01, 1e6))
def test_an_expectation_lies_between_the_own_mean_and_everyones(
    p: float, q: float, gamma: float, purchases: int, mean_value: float
) -> None:
    everyones = p * gamma / (q - 1)
    found = float(expected_value(Spending(p, q, gamma), np.array([float(purchases)]), np.array([mean_value]))[0])
    low, high = sorted((everyones, mean_value))
    assert low * (1 - 1e-9) <= found <= high * (1 + 1e-9)


def test_who_returned_everything_counts_as_a_mean_of_zero() -> None:
    model = Spending(6.0, 4.0, 15.0)
    found = expected_value(model, np.array([2.0, 2.0]), np.array([-40.0, 0.0]))
    assert found.tolist() == [6.0 * 15.0 / 15.0] * 2
