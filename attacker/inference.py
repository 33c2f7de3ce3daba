# SPDX-License-Identifier: AGPL-3.0-or-later
"""The statistical attacker: guesses what somebody is from everything ever published, and says how sure that is.

It knows of a newcomer the week, and every cell in which she would count if she had a certain attribute. Each
cell's true number is a hidden Markov chain: people leave one by one, others arrive; of it only the published
figures are seen. Forward and backward through all weeks give how much better the series fits with this
newcomer in the cell than without her. Method: attribute inference on a hidden Markov model, per cell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bounds = tuple[float, float]  # between which the published figure lets the number lie


@dataclass(frozen=True)
class Rates:
    """How a cell lives, known to everybody from experience: people a week, and the share that leaves in one."""

    arriving: float
    leaving: float


def gains(series: Sequence[Bounds | None], rates: Rates, most: int) -> NDArray[np.float64]:
    """For each week: the logarithm of how much likelier the series is with one more arrival in that week.

    `series` holds what was published of the cell in each week, None where no new edition appeared; `most`
    is the largest number that the cell can hold.
    """
    step = _transition(rates, most)
    seen = np.array([_fits(bounds, most) for bounds in series])
    forward = _forward(step, seen, rates, most)
    backward = _backward(step, seen)
    result = np.zeros(len(series))
    for week in range(1, len(series)):
        moved = forward[week - 1] @ step
        without = moved * seen[week] @ backward[week]
        with_her = np.concatenate([[0.0], moved[:-1]]) * seen[week] @ backward[week]
        result[week] = math.log(max(with_her, 1e-300)) - math.log(max(without, 1e-300))
    return result


def posterior(prior: Mapping[str, float], gain: Mapping[str, float]) -> dict[str, float]:
    """How probable each attribute is, by what the cells say (gain: the sum over all cells of that attribute)."""
    weights = {name: math.log(share) + gain[name] for name, share in prior.items()}
    highest = max(weights.values())
    scaled = {name: math.exp(weight - highest) for name, weight in weights.items()}
    total = sum(scaled.values())
    return {name: weight / total for name, weight in scaled.items()}


def _transition(rates: Rates, most: int) -> NDArray[np.float64]:
    """From n people to m in a week: some of the n stay, by chance some arrive."""
    arrivals = np.array([_poisson(number, rates.arriving) for number in range(most + 1)])
    step = np.zeros((most + 1, most + 1))
    for n in range(most + 1):
        stay = np.array([_binomial(kept, n, 1 - rates.leaving) for kept in range(n + 1)])
        step[n] = np.convolve(stay, arrivals)[: most + 1]
    total: NDArray[np.float64] = step.sum(axis=1, keepdims=True)
    return step / total


def _fits(bounds: Bounds | None, most: int) -> NDArray[np.float64]:
    if bounds is None:
        return np.ones(most + 1)
    numbers = np.arange(most + 1)
    return ((numbers >= bounds[0]) & (numbers <= bounds[1])).astype(float)


def _forward(
    step: NDArray[np.float64], seen: NDArray[np.float64], rates: Rates, most: int
) -> NDArray[np.float64]:
    result = np.zeros_like(seen)
    level = rates.arriving / rates.leaving
    now = np.array([_poisson(number, level) for number in range(most + 1)]) * seen[0]
    for week in range(len(seen)):
        now = (now @ step) * seen[week] if week else now
        now = result[week] = now / max(now.sum(), 1e-300)
    return result


def _backward(step: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.float64]:
    result = np.ones_like(seen)
    for week in range(len(seen) - 2, -1, -1):
        now = step @ (seen[week + 1] * result[week + 1])
        result[week] = now / max(now.max(), 1e-300)
    return result


def _poisson(number: int, mean: float) -> float:
    return math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))


def _binomial(kept: int, n: int, share: float) -> float:
    log = math.lgamma(n + 1) - math.lgamma(kept + 1) - math.lgamma(n - kept + 1)
    return math.exp(log + kept * math.log(share) + (n - kept) * math.log(1 - share))
