#!/usr/bin/env python3
"""How well the vocabulary of a novel is predicted from its beginning, by which model: cross-validation over novels.

    Benchmarks/extrapolation.py NOVEL.txt…

Of each text of 40,000 to 250,000 words the first half, fifth and tenth are read, V1…V15 and the number of all other types
fitted as Poisson by a Zipf–Mandelbrot population with rare types without end (Evert 2004, section 4) and by a finite one
(section 3), and the types of the whole text predicted by each, by their mean, and by the weighted mean whose weight is best on
the other four fifths of the novels. Prints the root mean squares of the relative errors. Needs numpy and scipy.
"""
import re
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

SHARES = (0.5, 0.2, 0.1)
FITTED = np.arange(1, 16)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


def density(alpha, low, high, n):
    """Of types over ln π on Gauss–Legendre nodes: π, and the number of types at each node."""
    edges = np.linspace(np.log(low if low > 0 else 1e-14 / n), np.log(high), 41)
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    pi = np.exp((middle[:, None] + half[:, None] * NODES).ravel())
    weights = (half[:, None] * WEIGHTS).ravel()
    c = (1 - alpha) / (high ** (1 - alpha) - (low ** (1 - alpha) if low > 0 else 0))
    return pi, c * pi**-alpha * weights


def types(parameters, n):
    pi, number = density(*parameters, n)
    return -(number * np.expm1(-n * pi)).sum()


def fit(counts, n, finite):
    observed = np.array([(counts == m).sum() for m in FITTED], float)
    rest = len(counts) - observed.sum()

    def parameters(p):
        return 1 / (1 + np.exp(-p[0])), np.exp(p[2]) if finite else 0, np.exp(p[1])

    def loss(p):
        alpha, low, high = parameters(p)
        if not 0.01 < alpha < 0.999 or high > 10 or low >= high or high < 1e-9:
            return 1e9
        pi, number = density(alpha, low, high, n)
        logs = FITTED[:, None] * np.log(n * pi) - n * pi - gammaln(FITTED + 1)[:, None]
        expected = (number * np.exp(logs)).sum(1)
        others = -(number * np.expm1(-n * pi)).sum() - expected.sum()
        if others <= 0 or (expected <= 0).any():
            return 1e9
        return (expected - observed * np.log(expected)).sum() + others - rest * np.log(others)

    share = min(0.95, max(0.05, observed[0] / len(counts)))
    start = np.log(share / (1 - share))
    starts = [[start, np.log(b), np.log(a / n)] for b, a in ((0.05, 0.1), (0.01, 0.01))] if finite else [[start, np.log(0.05)]]
    options = dict(maxiter=3000, xatol=1e-5, fatol=1e-5)
    fits = [minimize(loss, s, method="Nelder-Mead", options=options) for s in starts]
    return parameters(min(fits, key=lambda found: found.fun).x)


def rms(errors):
    return 100 * np.sqrt(np.mean(np.square(errors)))


predicted = []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", errors="replace") as file:
        words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", file.read().lower())
    if not 40_000 < len(words) < 250_000:
        continue
    ids = np.unique(words, return_inverse=True)[1]
    whole, size = ids.max() + 1, len(ids)
    row = []
    for share in SHARES:
        n = int(size * share)
        counts = np.bincount(ids[:n])
        counts = counts[counts > 0]
        row.append([types(fit(counts, n, finite), size) / whole for finite in (False, True)])
    predicted.append(row)
predicted = np.array(predicted)
folds = np.array_split(np.random.default_rng(2).permutation(len(predicted)), 5)
print(f"{len(predicted)} novels; root mean squares of the relative errors in %")
print("| read | endless | finite | mean | weighted, cross-validated | weights of the endless |\n|---|---:|---:|---:|---:|---|")
for index, share in enumerate(SHARES):
    endless, finite = predicted[:, index, 0], predicted[:, index, 1]
    errors, chosen = [], []
    for fold in folds:
        others = np.setdiff1d(np.arange(len(predicted)), fold)
        grid = np.linspace(0, 1, 41)
        best = min(grid, key=lambda w: rms(w * endless[others] + (1 - w) * finite[others] - 1))
        chosen.append(best)
        errors.extend(best * endless[fold] + (1 - best) * finite[fold] - 1)
    print(
        f"| {share:g} | {rms(endless - 1):.1f} | {rms(finite - 1):.1f} | {rms((endless + finite) / 2 - 1):.1f} "
        f"| {rms(errors):.1f} | {min(chosen):.2f} to {max(chosen):.2f} |")
