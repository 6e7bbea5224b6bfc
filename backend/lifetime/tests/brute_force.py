"""The two models in words: histories simulated purchase by purchase, likelihoods integrated numerically.

Nothing of the fitted formulas is used: rates and chances of leaving are drawn, or integrated over, as the papers
describe them.
"""

from __future__ import annotations

import numpy as np
from scipy import integrate, special, stats

from backend.lifetime.maximum import Floats
from backend.lifetime.purchasing import Purchasing
from backend.lifetime.spending import Spending


def simulated_buyers(model: Purchasing, age: Floats, seed: int) -> tuple[Floats, Floats]:
    """x and t_x of customers who buy at a rate of their own and may leave after each repeat purchase."""
    chance = np.random.default_rng(seed)
    size = len(age)
    rate = chance.gamma(model.r, 1 / model.alpha, size)
    leaving = chance.beta(model.a, model.b, size)
    repeats, recency, now = np.zeros(size), np.zeros(size), np.zeros(size)
    there = np.ones(size, dtype=bool)
    while there.any():
        now = now + chance.exponential(1 / rate)
        there &= now <= age
        repeats += there
        recency = np.where(there, now, recency)
        there &= chance.random(size) >= leaving
    return repeats, recency


def simulated_spenders(model: Spending, purchases: Floats, seed: int) -> Floats:
    """Mean values of customers whose purchases vary around a mean of their own."""
    chance = np.random.default_rng(seed)
    scale = chance.gamma(model.q, 1 / model.gamma, len(purchases))
    return np.asarray(chance.gamma(model.p * purchases) / scale / purchases)


def everybody(model: Purchasing) -> tuple[Floats, Floats, Floats]:
    """Every rate and chance of leaving on a fine net of log rates and log odds, and the weight of each."""
    rate = np.exp(np.linspace(-30, 4, 1_500))[:, None]
    odds = np.linspace(-35, 35, 1_500)[None, :]
    leaving = special.expit(odds)
    area = (34 / 1_499) * (70 / 1_499)
    rates = stats.gamma(model.r, scale=1 / model.alpha).pdf(rate) * rate
    chances = stats.beta(model.a, model.b).pdf(leaving) * leaving * special.expit(-odds)
    return rate, leaving, rates * chances * area


def still_there(rate: Floats, leaving: Floats, history: tuple[int, float, float]) -> Floats:
    """The density of buying at t_1 .. t_x, staying after each, and not buying again until T."""
    x, _, age = history
    return np.asarray((1 - leaving) ** x * rate**x * np.exp(-rate * age))


def gone(rate: Floats, leaving: Floats, history: tuple[int, float, float]) -> Floats:
    """The density of buying at t_1 .. t_x and leaving after the last."""
    x, recency, _ = history
    return np.asarray(leaving * (1 - leaving) ** (x - 1) * rate**x * np.exp(-rate * recency)) if x else 0 * rate


def likelihood(model: Purchasing, history: tuple[int, float, float]) -> float:
    """The density of a history, over every rate and every chance of leaving."""
    rate, leaving, weight = everybody(model)
    return float(np.sum(weight * (still_there(rate, leaving, history) + gone(rate, leaving, history))))


def expectation(model: Purchasing, history: tuple[int, float, float], horizon: float) -> tuple[float, float]:
    """The probability of being there and the purchases expected, by Bayes' rule over rates and chances of leaving."""
    rate, leaving, weight = everybody(model)
    there = weight * still_there(rate, leaving, history)
    later = -np.expm1(-rate * leaving * horizon) / leaving
    whole = likelihood(model, history)
    return float(np.sum(there) / whole), float(np.sum(there * later) / whole)


def spending_density(model: Spending, purchases: int, mean_value: float) -> float:
    """The density of a mean value, integrated over every customer's own scale."""
    scales = stats.gamma(model.q, scale=1 / model.gamma)

    def weighed(scale: float) -> float:
        total = stats.gamma(model.p * purchases, scale=1 / (scale * purchases))
        return float(total.pdf(mean_value) * scales.pdf(scale))

    return float(integrate.quad(weighed, 0, np.inf, epsabs=1e-14, epsrel=1e-10, limit=200)[0])


def expected_spending(model: Spending, purchases: int, mean_value: float) -> float:
    """The mean of the next purchase given the mean of those so far: p over the scale, weighed by Bayes' rule."""
    scales = stats.gamma(model.q, scale=1 / model.gamma)

    def weighed(scale: float) -> float:
        total = stats.gamma(model.p * purchases, scale=1 / (scale * purchases))
        return float(model.p / scale * total.pdf(mean_value) * scales.pdf(scale))

    whole = integrate.quad(weighed, 0, np.inf, epsabs=1e-14, epsrel=1e-10, limit=200)[0]
    return float(whole / spending_density(model, purchases, mean_value))
