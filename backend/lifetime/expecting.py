"""What the BG/NBD model expects of a customer: the probability of still buying, and purchases within a horizon.

In: a fitted model and histories. Out: arrays. The paper's equation 10 holds a Gaussian hypergeometric function that
overflows for frequent buyers and has a removable hole at a = 1; here the same expectation is taken as an integral
over the chance of leaving, whose integrand has one sign and no hole.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from backend.lifetime.maximum import Floats
from backend.lifetime.purchasing import Purchasing, distinct_rows

NODES = 400
DROP = 40.0
"""Where the integrand has fallen by exp(-40) the rest is beyond the last digit."""
CHUNK = 4_096


def probability_alive(model: Purchasing, repeats: Floats, recency: Floats, age: Floats) -> Floats:
    """The chance that a customer has not left. By the model nobody leaves before a repeat purchase: then it is 1."""
    later = np.maximum(repeats, 1)
    since = np.log(model.alpha + age) - np.log(model.alpha + recency)
    odds = np.log(model.a) - np.log(model.b + later - 1) + (model.r + repeats) * since
    return np.where(repeats > 0, expit(-odds), 1.0)


def expected_purchases(model: Purchasing, repeats: Floats, recency: Floats, age: Floats, horizon: float) -> Floats:
    """Purchases expected within `horizon` after the end of the data, given a history: equation 10 of the paper."""
    pairs, place = distinct_rows(repeats, age)
    if_alive = _if_alive(model, pairs[0], pairs[1], horizon)
    return if_alive[place] * probability_alive(model, repeats, recency, age)


def _if_alive(model: Purchasing, repeats: Floats, age: Floats, horizon: float) -> Floats:
    """Purchases expected of customers who are still there.

    Theirs is a rate of Gamma(r + x, alpha + T) and a chance of leaving p of Beta(a, b + x); for a given p the
    expectation is (1 - (1 + p s)^-(r + x)) / p with s = horizon / (alpha + T).
    """
    counts, place = np.unique(repeats, return_inverse=True)
    chances, weights = _nodes(model, counts)
    found = np.empty_like(age)
    for start in range(0, len(age), CHUNK):
        part = slice(start, start + CHUNK)
        of = place[part]
        stretch, shape = horizon / (model.alpha + age[part]), model.r + repeats[part]
        mean = model.a / (model.a + model.b + repeats[part])
        found[part] = _mean(chances[of], weights[of], (stretch, shape, mean))
    return found


def _mean(chances: Floats, weights: Floats, of: tuple[Floats, Floats, Floats]) -> Floats:
    """The mean over p of g(p): the chord from g(0) to g(1), whose mean is exact, less what g sags below it.

    The sag vanishes at both ends, so that the integral converges however close a and b are to 0.
    """
    stretch, shape, mean = of
    at_none, at_one = shape * stretch, -np.expm1(-shape * np.log1p(stretch))
    values = -np.expm1(-shape[:, None] * np.log1p(chances * stretch[:, None])) / chances
    chord = at_none[:, None] * (1 - chances) + at_one[:, None] * chances
    sag = np.sum((chord - values) * weights, axis=1)
    found: Floats = np.maximum(at_none * (1 - mean) + at_one * mean - sag, 0.0)
    return found


def _nodes(model: Purchasing, counts: Floats) -> tuple[Floats, Floats]:
    """For each x, chances of leaving and their weights under Beta(a, b + x).

    The trapezoid rule over log-odds: there the integrand is analytic in a strip and falls off exponentially at both
    ends, so that the rule converges geometrically.
    """
    left, right = model.a + 1, model.b + counts + 1
    width = 9 * np.sqrt(1 / left + 1 / right)
    middle = np.log(left) - np.log(right)
    first, last = middle - DROP / left - width, middle + DROP / right + width
    odds = np.linspace(first, last, NODES, axis=1)
    # log p and log (1 - p) without ever forming 1 - p
    log_p, log_rest = -np.logaddexp(0, -odds), -np.logaddexp(0, odds)
    b = (model.b + counts)[:, None]
    density = model.a * log_p + b * log_rest
    weights = np.exp(density - np.max(density, axis=1, keepdims=True))
    # the mean of p (1 - p) is known: the sag, which vanishes as it does, is weighed to the same precision
    known = model.a * b / ((model.a + b) * (model.a + b + 1))
    found = np.sum(weights * np.exp(log_p + log_rest), axis=1, keepdims=True)
    return np.exp(log_p), weights * (known / found)
