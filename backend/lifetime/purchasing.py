"""How often a customer buys again: the BG/NBD model, fitted by maximum likelihood over grouped customers.

Fader, Hardie, Lee: "Counting Your Customers" the Easy Way, Marketing Science 24 (2005) 275-284. In: repeat purchases
x, time t_x from the first purchase to the last, time T from the first purchase to the end of the data, in one unit.
Out: r, alpha (gamma over purchase rates), a, b (beta over the chance of leaving after a purchase).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln

from backend.lifetime.maximum import Bounds, Floats, Maximum, find_maximum, total

SAMPLE = 20_000
"""Groups of customers on which the starts climb; the best start then climbs on all."""
STARTS = ((0.5, 0.5, 2.0), (0.2, 1.0, 3.0), (2.0, 0.1, 1.0), (5.0, 1.0, 20.0))
"""r, a and b; alpha follows from r and the mean rate of purchases."""
BOUNDS = Bounds((1e-4, 1e-6, 1e-5, 1e-5), (1e4, 1e6, 1e4, 1e5))
"""Of r, alpha in mean ages, a, b."""


@dataclass(frozen=True, slots=True)
class Buyers:
    """Customers in groups of equal history: x, t_x and T of each group, and how many customers it holds."""

    repeats: Floats
    recency: Floats
    age: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)

    def every(self, step: int) -> Buyers:
        return Buyers(self.repeats[::step], self.recency[::step], self.age[::step], self.weight[::step])

    def in_unit(self, unit: float) -> Buyers:
        return Buyers(self.repeats, self.recency / unit, self.age / unit, self.weight)


@dataclass(frozen=True, slots=True)
class Purchasing:
    """The fitted model. Times are in the unit of the data: alpha too."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class PurchasingFit:
    model: Purchasing
    maximum: Maximum


def distinct_rows(*columns: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """The rows of the columns, each once and in order, as an array with a row a column; and the place of each row."""
    order = np.lexsort(columns[::-1])
    rows = np.stack([column[order] for column in columns]).astype(np.float64)
    is_new = np.concatenate([[True], np.any(rows[:, 1:] != rows[:, :-1], axis=0)])[: rows.shape[1]]
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.cumsum(is_new) - 1
    return rows[:, is_new], place


def grouped(repeats: Floats, recency: Floats, age: Floats) -> Buyers:
    """Equal histories counted once, in order: the fit does not depend on the order of customers."""
    rows, place = distinct_rows(repeats, recency, age)
    return Buyers(rows[0], rows[1], rows[2], np.bincount(place).astype(np.float64))


def fit_purchasing(buyers: Buyers) -> PurchasingFit:
    """The maximum-likelihood model. Whether it converged is said by the maximum; at least one group is needed."""
    unit = float(np.average(buyers.age, weights=buyers.weight)) or 1.0
    scaled = buyers.in_unit(unit)
    rate = max(float(np.sum(scaled.repeats * scaled.weight) / np.sum(scaled.age * scaled.weight)), 1e-6)
    starts = [(r, r / rate, a, b) for r, a, b in STARTS]
    sample = scaled.every(max(1, len(scaled) // SAMPLE))
    maximum = find_maximum(_Likelihood(sample), _Likelihood(scaled), starts, BOUNDS)
    r, alpha, a, b = maximum.parameters
    return PurchasingFit(Purchasing(r, alpha * unit, a, b), maximum)


class _Likelihood:
    """The mean log-likelihood of equation 6 and its gradient, by log r, log alpha, log a, log b."""

    def __init__(self, buyers: Buyers) -> None:
        self._buyers = buyers
        self._counts, place = np.unique(buyers.repeats, return_inverse=True)
        self._of_count = np.bincount(place, weights=buyers.weight)
        self._total = float(np.sum(buyers.weight))
        self._is_repeat = buyers.repeats > 0

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(point)
        by_count, slopes = self._by_count(r, a, b)
        by_time, slopes_of_time = self._by_time((r, alpha, a, b))
        value = (by_count + by_time) / self._total + r * np.log(alpha)
        slopes = (slopes + slopes_of_time) / self._total + np.array([np.log(alpha), r / alpha, 0.0, 0.0])
        return float(value), slopes * np.exp(point)

    def _by_count(self, r: float, a: float, b: float) -> tuple[float, Floats]:
        """The factors that know only how often customers bought: gamma functions, once a count."""
        x, weight = self._counts, self._of_count
        gammas = gammaln(r + x) - gammaln(r) + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        leaving = digamma(a + b) - digamma(a + b + x)
        slopes = [digamma(r + x) - digamma(r), np.zeros_like(x), leaving, leaving + digamma(b + x) - digamma(b)]
        return total(weight * gammas), np.array([total(weight * slope) for slope in slopes])

    def _by_time(self, parameters: Sequence[float]) -> tuple[float, Floats]:
        """The factors of when they bought: still there, or gone with the last purchase."""
        r, alpha, a, b = parameters
        x, weight = self._buyers.repeats, self._buyers.weight
        until_end, until_last = alpha + self._buyers.age, alpha + self._buyers.recency
        log_end = np.log(until_end)
        since = log_end - np.log(until_last)
        before = b + np.maximum(x, 1) - 1
        odds = np.where(self._is_repeat, np.log(a) - np.log(before) + (r + x) * since, -np.inf)
        gone = expit(odds)
        value = np.logaddexp(0.0, odds) - (r + x) * log_end
        by_alpha = (r + x) * (gone * (1 / until_end - 1 / until_last) - 1 / until_end)
        slopes = [gone * since - log_end, by_alpha, gone / a, -gone / before]
        return total(weight * value), np.array([total(weight * slope) for slope in slopes])
