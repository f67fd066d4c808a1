"""The peer of P6: the same book in numpy, event by event. Prints seconds and the mean of a year.

Arguments: policies, years, events a year of each policy, seed. All policies are alike, as in the other two programs.
The number of events is drawn for each policy and their years uniformly; sums by policy and year run over a few hundred
policies at a time, which is faster than sorting the events or one sum over all cells (both were tried).
"""
import sys
import time

import numpy as np

policies, years, rate, seed = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
MU, SIGMA = 11.0, 2.0
RETENTION, LIMIT, SHARE = 50_000.0, 5_000_000.0, 0.5
AGGREGATE_RETENTION, AGGREGATE_LIMIT = 10_000.0, 4_000_000.0
PERIODS = [1000, 500, 250, 200, 100, 50, 25, 20, 10, 5, 2]
AT_A_TIME = int(sys.argv[5]) if len(sys.argv) > 5 else 50


def curve(losses):
    ranked = np.sort(losses)[::-1]
    sums = np.cumsum(ranked)
    return [(t, ranked[years // t - 1], sums[years // t - 1] / (years // t)) for t in PERIODS]


started = time.perf_counter()
random = np.random.default_rng(seed)
total = np.zeros(years)
largest = np.zeros(years)
means = np.empty(policies)
deviations = np.empty(policies)
events = 0
for first in range(0, policies, AT_A_TIME):
    count = min(AT_A_TIME, policies - first)
    numbers = random.poisson(rate * years, count)
    n = int(numbers.sum())
    year = random.integers(0, years, n, dtype=np.int32)
    loss = random.standard_normal(n)
    loss *= SIGMA
    loss += MU
    np.exp(loss, out=loss)
    loss -= RETENTION
    np.clip(loss, 0, LIMIT, out=loss)
    loss *= SHARE
    cell = np.repeat(np.arange(count, dtype=np.int64) * years, numbers)
    cell += year
    paid = np.bincount(cell, weights=loss, minlength=count * years)
    paid -= AGGREGATE_RETENTION
    np.clip(paid, 0, AGGREGATE_LIMIT, out=paid)
    paid = paid.reshape(count, years)
    total += paid.sum(axis=0)
    means[first:first + count] = paid.mean(axis=1)
    deviations[first:first + count] = paid.std(axis=1, ddof=1)
    order = np.argsort(year.astype(np.uint16) if years <= 65536 else year, kind="stable")
    sorted_years = year[order]
    starts = np.flatnonzero(np.r_[True, sorted_years[1:] != sorted_years[:-1]])
    best = np.maximum.reduceat(loss[order], starts)
    at = sorted_years[starts]
    largest[at] = np.maximum(largest[at], best)
    events += n
aep, oep = curve(total), curve(largest)
print(time.perf_counter() - started, total.mean(), events, aep[4][1], oep[4][1])
