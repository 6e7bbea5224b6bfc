"""How much a customer spends at a purchase: the Gamma-Gamma model, fitted by maximum likelihood.

Fader, Hardie: The Gamma-Gamma Model of Monetary Value (2013). In: number of purchases n and their mean value m > 0.
Out: p, q, gamma, where a purchase is Gamma(p, v) and v is Gamma(q, gamma) over customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, expit, gammaln

from backend.lifetime.maximum import Bounds, Floats, Maximum, find_maximum, total

SAMPLE = 20_000
STARTS = ((1.0, 2.0), (5.0, 4.0), (0.3, 1.5), (30.0, 3.0))
"""p and q; gamma follows from them and the mean value."""
BOUNDS = Bounds((1e-3, 1e-3, 1e-6), (1e4, 1e4, 1e6))
"""Of p, q, gamma in mean values."""


@dataclass(frozen=True, slots=True)
class Spending:
    """The fitted model; gamma is in the unit of the values."""

    p: float
    q: float
    gamma: float


@dataclass(frozen=True, slots=True)
class SpendingFit:
    model: Spending
    maximum: Maximum


def fit_spending(purchases: Floats, mean_value: Floats) -> SpendingFit:
    """The maximum-likelihood model of customers with a positive mean value; at least one is needed."""
    order = np.lexsort((mean_value, purchases))
    count, value = purchases[order].astype(np.float64), mean_value[order].astype(np.float64)
    unit = float(np.mean(value))
    step = max(1, len(count) // SAMPLE)
    starts = [(p, q, (q - 1) / p) for p, q in STARTS]
    sample = _Likelihood(count[::step], value[::step] / unit)
    maximum = find_maximum(sample, _Likelihood(count, value / unit), starts, BOUNDS)
    p, q, gamma = maximum.parameters
    return SpendingFit(Spending(p, q, gamma * unit), maximum)


def expected_value(model: Spending, purchases: Floats, mean_value: Floats) -> Floats:
    """The value of a customer's next purchase: their own mean drawn towards everyone's, the less the more they bought.

    A mean below zero, of who returned more than they kept, counts as zero. Infinite where the model has no mean.
    """
    own = purchases * np.maximum(mean_value, 0.0)
    weight = model.p * purchases + model.q - 1
    with np.errstate(divide="ignore"):
        return np.where(weight > 0, model.p * (model.gamma + own) / np.abs(weight), np.inf)


class _Likelihood:
    """The mean log-likelihood of equation 1a and its gradient, by log p, log q, log gamma.

    The constant -log m of each customer is left out.
    """

    def __init__(self, purchases: Floats, mean_value: Floats) -> None:
        self._purchases = purchases
        self._log_total = np.log(purchases * mean_value)
        self._counts, of_count = np.unique(purchases, return_counts=True)
        self._of_count = of_count.astype(np.float64)
        self._size = len(purchases)

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(point)
        odds = self._log_total - np.log(gamma)
        over = np.logaddexp(0.0, odds)
        under, share = over - odds, expit(odds)
        by_count, slopes = self._by_count(p, q)
        value = by_count - p * total(self._purchases * under) - q * total(over)
        by_gamma = q * total(share) - p * total(self._purchases * (1 - share))
        slope_p = slopes[0] - total(self._purchases * under)
        slope_q = slopes[1] - total(over)
        return value / self._size, np.array([slope_p * p, slope_q * q, by_gamma]) / self._size

    def _by_count(self, p: float, q: float) -> tuple[float, tuple[float, float]]:
        """The gamma functions, once a number of purchases."""
        n, weight = self._counts, self._of_count
        gammas = gammaln(p * n + q) - gammaln(p * n) - gammaln(q)
        both = digamma(p * n + q)
        slope_p = total(weight * n * (both - digamma(p * n)))
        return total(weight * gammas), (slope_p, total(weight * (both - digamma(q))))
