"""The maximum of a likelihood over positive parameters: several starts, box bounds, and a convergence that is checked.

In: a function that gives the mean log-likelihood and its gradient by the logarithms of the parameters. Out: a
`Maximum`, the same for the same numbers on every run. Nothing is known here of what the parameters mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Likelihood = Callable[[Floats], tuple[float, Floats]]

FLAT = 1e-7
"""Largest slope, in log-likelihood a customer, that still counts as flat."""
FINEST = 1e-13
"""Slope at which no further step is taken: what is left is rounding."""
STEP = 1e-4
NEWTON_STEPS = 20
NEAR_BOUND = 1e-3


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and largest value of each parameter, as they are and not as logarithms."""

    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Maximum:
    """`parameters` are as they are. `at_bound` are the places of those that the data drives to a bound.

    A parameter at its bound is no failure: data without any drop-out, say, has its maximum there.
    """

    parameters: tuple[float, ...]
    log_likelihood: float
    slope: float
    at_bound: tuple[int, ...]

    @property
    def converged(self) -> bool:
        return bool(np.isfinite(self.log_likelihood)) and self.slope <= FLAT


def find_maximum(sample: Likelihood, whole: Likelihood, starts: Sequence[Sequence[float]], bounds: Bounds) -> Maximum:
    """The highest of the summits reached from each start.

    The starts climb `sample`, which may be a part of the data; the best of them is then climbed on `whole`.
    """
    low, high = np.log(bounds.low), np.log(bounds.high)
    summits = [_climb(sample, np.clip(np.log(start), low, high), (low, high)) for start in starts]
    best = max(summits, key=lambda point: _height(whole, point))
    point = _polish(whole, _climb(whole, best, (low, high)), (low, high))
    value, gradient = whole(point)
    at_bound = tuple(int(place) for place in np.flatnonzero(_pinned(point, gradient, (low, high))))
    slope = float(np.max(np.abs(_free(point, gradient, (low, high)))))
    return Maximum(tuple(float(v) for v in np.exp(point)), float(value), slope, at_bound)


def total(values: Floats) -> float:
    """The sum in one fixed order: a product of vectors is summed otherwise by another number of threads."""
    return float(np.sum(values))


Box = tuple[Floats, Floats]


def _height(likelihood: Likelihood, point: Floats) -> float:
    value = likelihood(point)[0]
    return value if np.isfinite(value) else -np.inf


def _climb(likelihood: Likelihood, start: Floats, box: Box) -> Floats:
    def descent(point: Floats) -> tuple[float, Floats]:
        value, gradient = likelihood(point)
        return -value, -gradient

    limits = list(zip(*box, strict=True))
    found = minimize(
        descent,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=limits,
        options={"maxiter": 1_000, "maxfun": 5_000, "ftol": 1e-15, "gtol": FLAT / 10},
    )
    return np.asarray(found.x, dtype=np.float64)


def _polish(likelihood: Likelihood, point: Floats, box: Box) -> Floats:
    """Newton steps, while they flatten the slope.

    Line searches end early where the summit is flat; from there each step doubles the digits that are settled.
    """
    slope = np.max(np.abs(_free(point, likelihood(point)[1], box)))
    for _ in range(NEWTON_STEPS):
        if slope <= FINEST:
            break
        stepped = np.clip(point + _newton(likelihood, point, box), *box)
        new = np.max(np.abs(_free(stepped, likelihood(stepped)[1], box)))
        if not new < slope:
            break
        point, slope = stepped, new
    return point


def _newton(likelihood: Likelihood, point: Floats, box: Box) -> Floats:
    """The step to the summit of the paraboloid that fits here, among the parameters that no bound holds."""
    gradient = likelihood(point)[1]
    free = np.flatnonzero(~_pinned(point, gradient, box))
    step = np.zeros_like(point)
    if not len(free):
        return step
    curved = np.empty((len(free), len(free)))
    for row, place in enumerate(free):
        aside = np.zeros_like(point)
        aside[place] = STEP
        curved[row] = ((likelihood(point + aside)[1] - likelihood(point - aside)[1]) / (2 * STEP))[free]
    step[free] = -np.linalg.lstsq((curved + curved.T) / 2, gradient[free], rcond=None)[0]
    return step


def _pinned(point: Floats, gradient: Floats, box: Box) -> NDArray[np.bool_]:
    """Which parameters are at a bound that the slope pushes them against."""
    low, high = box
    is_low = (point <= low + NEAR_BOUND) & (gradient <= 0)
    is_high = (point >= high - NEAR_BOUND) & (gradient >= 0)
    return is_low | is_high


def _free(point: Floats, gradient: Floats, box: Box) -> Floats:
    """The slope along the directions in which there is room."""
    return np.where(_pinned(point, gradient, box), 0.0, gradient)
