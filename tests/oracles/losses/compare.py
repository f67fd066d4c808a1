"""Compares POST /losses with numpy and scipy, and where it can with R's actuar.

    python3 tests/oracles/losses/compare.py http://127.0.0.1:5080 KEY

Nothing is shared with the product: means come from quadrature, distributions from numpy's Fourier transform of payments
rounded down and up on 1,048,576 points, largest events from root finding. Prints one line a case and ends with 1 if one differs.
"""
import json
import subprocess
import sys
import urllib.request

import numpy as np
from scipy import integrate, optimize, stats

POINTS = 1 << 20
TILT = 18.0


class Pareto:
    def __init__(self, least, exponent, most):
        self.least, self.exponent, self.most = least, exponent, most

    def sf(self, x):
        end = (self.least / self.most) ** self.exponent
        return (np.clip(self.least / np.clip(x, self.least, self.most), 0, 1) ** self.exponent - end) / (1 - end)


class Atoms:
    def __init__(self, values):
        self.values = np.sort(np.array(values, float))

    def sf(self, x):
        return 1 - np.searchsorted(self.values, x, side="right") / len(self.values)


class Mixture:
    def __init__(self, parts):
        self.parts = parts

    def sf(self, x):
        return sum(weight * part.sf(x) for weight, part in self.parts)


def severity(model):
    kind = model["model"]
    if kind == "lognormal":
        return stats.lognorm(s=model["sigma"], scale=np.exp(model["mu"]))
    if kind == "gamma":
        return stats.gamma(model["shape"], scale=model["scale"])
    if kind == "weibull":
        return stats.weibull_min(model["shape"], scale=model["scale"])
    if kind == "pareto":
        return Pareto(model["minimum"], model["exponent"], model["maximum"])
    if kind == "empirical":
        return Atoms(model["values"])
    return Mixture([(part["weight"], severity(part["severity"])) for part in model["parts"]])


def frequency(model):
    """Generating function, mean and variance."""
    if model["model"] == "poisson":
        mean = model["mean"]
        return (lambda z: np.exp(mean * (z - 1))), mean, mean
    if model["model"] == "binomial":
        n, p = model["trials"], model["probability"]
        return (lambda z: (1 - p + p * z) ** n), n * p, n * p * (1 - p)
    mean, variance = model["mean"], model["variance"]
    size, chance = mean * mean / (variance - mean), mean / variance
    return (lambda z: (chance / (1 - (1 - chance) * z)) ** size), mean, variance


def moments(loss, retention, limit):
    """E[Y] and E[Y^2] of min(max(X - retention, 0), limit) by quadrature of P(X > x), piece by piece."""
    if isinstance(loss, Atoms):
        paid = np.clip(loss.values - retention, 0, limit)
        return paid.mean(), (paid ** 2).mean()
    edges = [0.0] + list(np.logspace(-3, 16, 600))
    edges = [edge for edge in edges if edge < limit] + [limit]
    first = second = 0.0
    for a, b in zip(edges, edges[1:]):
        if not np.isfinite(b):
            break
        first += integrate.quad(lambda y: loss.sf(retention + y), a, b, epsabs=0, epsrel=1e-11)[0]
        second += integrate.quad(lambda y: 2 * y * loss.sf(retention + y), a, b, epsabs=0, epsrel=1e-11)[0]
    return first, second


def distribution(generate, survival, most, step, up):
    """Probabilities of the sum on the grid, each payment rounded to one side."""
    y = np.arange(POINTS + 1) * step
    beyond = np.where(y >= most * (1 - 1e-12), 0.0, survival(y))
    if up:
        paid = np.concatenate([[1 - beyond[0]], beyond[:-2] - beyond[1:-1]])
    else:
        # Just below the next point, so that what lies on a point stays there.
        below = np.where(y * (1 - 1e-12) >= most, 0.0, survival(np.maximum(y * (1 - 1e-12), 0)))
        paid = np.concatenate([[1 - below[1]], below[1:-1] - below[2:]])
    lean = np.exp(-TILT * np.arange(POINTS) / POINTS)
    return np.fft.irfft(generate(np.fft.rfft(paid * lean)), POINTS) / lean


def year(probabilities, step, terms):
    paid = np.clip(np.arange(POINTS) * step - terms["aggregateRetention"], 0, terms["aggregateLimit"])
    return paid, np.cumsum(probabilities)


def quantile(paid, cumulative, level):
    return paid[min(np.searchsorted(cumulative, level - 1e-10), POINTS - 1)]


def tail(paid, cumulative, level, mean):
    q = quantile(paid, cumulative, level)
    inside = paid <= q
    mass = np.diff(np.concatenate([[0], cumulative]))[inside]
    return (mean - (paid[inside] * mass).sum() + q * (mass.sum() - level)) / (1 - level)


def actuar(case, answer):
    """Values at risk by actuar's recursion on the step that the service chose; None for what it has no words for."""
    model, often, terms = case["severity"], case["frequency"], case["terms"]
    words = {"lognormal": ("lnorm", "mu", "sigma"), "gamma": ("gamma", "shape", "scale"), "weibull": ("weibull", "shape", "scale")}
    if model["model"] not in words or set(terms) - {"retention", "limit"} or often["model"] == "negativeBinomial" and often["mean"] > 50:
        return None
    name, one, other = words[model["model"]]
    arguments = f"{model[one]}, {'scale = ' if other == 'scale' else ''}{model[other]}"
    counts = {"poisson": lambda: f'"poisson", lambda = {often["mean"]}',
              "binomial": lambda: f'"binomial", size = {often["trials"]}, prob = {often["probability"]}',
              "negativeBinomial": lambda: f'"negative binomial", size = {often["mean"] ** 2 / (often["variance"] - often["mean"])}, prob = {often["mean"] / often["variance"]}'}
    step, retention, limit = answer["gridStep"], terms.get("retention", 0), terms.get("limit", np.inf)
    # Coarser by sixteen: the recursion takes the square of the points.
    step *= 16
    points = answer["gridPoints"] // 16
    code = f"""
        suppressWarnings(suppressMessages(library(actuar)))
        limit <- {limit if np.isfinite(limit) else 'Inf'}
        cdf <- function(y) ifelse(y >= limit, 1, p{name}(y + {retention}, {arguments}))
        limited <- function(y) lev{name}(pmin(y, limit) + {retention}, {arguments}) - lev{name}({retention}, {arguments})
        paid <- discretize(cdf(x), from = 0, to = min(limit, {points - 1} * {step}) + {step}, step = {step}, method = "unbiased", lev = limited(x))
        paid[1] <- paid[1] + cdf(0)
        year <- aggregateDist("recursive", model.freq = {counts[often['model']]()}, model.sev = paid, x.scale = {step}, maxit = {points}, tol = 1e-6)
        cat(quantile(year, c({', '.join(str(row['level']) for row in answer['valueAtRisk'])})))"""
    found = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout.split()
    return [float(value) for value in found], step


def compare(name, case, service, key):
    terms = {"retention": 0, "limit": np.inf, "share": 1, "aggregateRetention": 0, "aggregateLimit": np.inf} | case["terms"]
    request = urllib.request.Request(f"{service}/api/v1/losses", json.dumps(case).encode(), {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    answer = json.load(urllib.request.urlopen(request))
    loss, (generate, events, variance) = severity(case["severity"]), frequency(case["frequency"])
    share, retention, limit = terms["share"], terms["retention"], terms["limit"]
    first, second = moments(loss, retention, limit)
    first, second = share * first, share * share * second
    survival = lambda y: loss.sf(retention + y / share)
    most = share * limit
    if isinstance(loss, Atoms):
        most = min(most, share * max(0, loss.values[-1] - retention))
    elif isinstance(loss, Pareto):
        most = min(most, share * max(0, loss.most - retention))
    step = answer["gridStep"] * answer["gridPoints"] * 8 / POINTS
    sides = [distribution(generate, survival, most, step, up) for up in (False, True)]
    plain = terms["aggregateRetention"] == 0 and np.isinf(terms["aggregateLimit"])
    wrong = []

    def check(what, found, low, high):
        if not low <= found <= high:
            wrong.append(f"{what} {found} not in [{low}, {high}]")

    def near(what, found, exact, relative, absolute=0.0):
        check(what, found, exact - abs(exact) * relative - absolute, exact + abs(exact) * relative + absolute)

    near("probabilityOfZero", answer["probabilityOfZero"], float(np.real(generate(1 - survival(0.0)))), 1e-7, 1e-9) if terms["aggregateRetention"] == 0 else None
    years = [year(side, step, terms) for side in sides]
    if plain:
        means = [events * first] * 2
        near("mean", answer["mean"], means[0], 1e-6)
        near("standardDeviation", answer["standardDeviation"], np.sqrt(events * (second - first ** 2) + variance * first ** 2), 1e-5)
    else:
        # What the grid does not reach is beyond the limit of the year, or next to nothing.
        means = [(paid * np.diff(np.concatenate([[0], cumulative]))).sum() + paid[-1] * max(0, 1 - cumulative[-1]) for paid, cumulative in years]
        check("mean", answer["mean"], means[0] * (1 - 1e-6), means[1] * (1 + 1e-6))
    slack = answer["gridStep"] + step
    for row, worst in zip(answer["valueAtRisk"], answer["tailValueAtRisk"]):
        low, high = (quantile(*side, row["level"]) for side in years)
        check(f"VaR {row['level']}", row["amount"], low - slack, high + slack)
        # Its own bounds must hold the truth, which lies between the two here.
        check(f"VaR {row['level']} bounds", high, row["bounds"]["low"] - slack, np.inf)
        check(f"VaR {row['level']} bounds", low, -np.inf, row["bounds"]["high"] + slack)
        low, high = (tail(*side, row["level"], means[i]) for i, side in enumerate(years))
        check(f"TVaR {row['level']}", worst["amount"], min(low, high) * (1 - 1e-4) - slack, max(low, high) * (1 + 1e-4) + slack)
    for row in answer["exceedance"]:
        level = 1 - 1 / row["returnPeriod"]
        low, high = (quantile(*side, level) for side in years)
        check(f"AEP {row['returnPeriod']}", row["aggregate"], low - slack, high + slack)
        over = lambda y: 1 - float(np.real(generate(1 - survival(y)))) - 1 / row["returnPeriod"]
        if over(0.0) <= 0:
            exact = 0.0
        elif np.isfinite(most) and over(most * (1 - 1e-13)) >= 0:
            exact = most
        else:
            top = most if np.isfinite(most) else 1.0
            while np.isinf(most) and over(top) > 0:
                top *= 2
            exact = optimize.brentq(over, 0.0, top, xtol=1e-6, rtol=1e-13)
        near(f"OEP {row['returnPeriod']}", row["occurrence"], exact, 1e-6, 0.01 if not isinstance(loss, (Atoms, Mixture)) else 1.0)
    recursion = actuar(case, answer)
    if recursion:
        for row, theirs in zip(answer["valueAtRisk"], recursion[0]):
            check(f"actuar {row['level']}", row["amount"], theirs - 1.01 * recursion[1], theirs + 1.01 * recursion[1])
    print(f"{'differs' if wrong else 'agrees'}: {name}{' (actuar too)' if recursion else ''}; mean {answer['mean']}, step {answer['gridStep']}", *wrong, sep="\n    " if wrong else "")
    return not wrong


def case(frequency, severity, **terms):
    levels = terms.pop("levels", [0, 0.5, 0.9, 0.95, 0.99, 0.995, 0.999])
    return {"frequency": frequency, "severity": severity, "terms": terms, "levels": levels}


POISSON = {"model": "poisson", "mean": 2}
CLUSTERED = {"model": "negativeBinomial", "mean": 3, "variance": 9}
CHANCES = {"model": "binomial", "trials": 20, "probability": 0.15}
LOGNORMAL = {"model": "lognormal", "mu": 11, "sigma": 2}
GAMMA = {"model": "gamma", "shape": 0.7, "scale": 120000}
WEIBULL = {"model": "weibull", "shape": 0.6, "scale": 80000}
PARETO = {"model": "pareto", "minimum": 10000, "exponent": 0.8, "maximum": 100000000}
ATOMS = {"model": "empirical", "values": [10000, 10000, 40000, 100000, 250000, 1000000]}
MIXED = {"model": "mixture", "parts": [{"weight": 0.7, "severity": {"model": "lognormal", "mu": 10, "sigma": 1.5}}, {"weight": 0.25, "severity": PARETO}, {"weight": 0.05, "severity": ATOMS}]}

CASES = {
    "Poisson, lognormal, 5 m in excess of 50,000": case(POISSON, LOGNORMAL, retention=50000, limit=5000000),
    "Poisson, lognormal, without terms": case({"model": "poisson", "mean": 0.3}, {"model": "lognormal", "mu": 10, "sigma": 1.2}),
    "Poisson, IRIS 2022, 10 m in excess of 1 m": case({"model": "poisson", "mean": 0.0531}, {"model": "lognormal", "mu": 12.56, "sigma": 3.07}, retention=1000000, limit=10000000),
    "Poisson, gamma": case(POISSON, GAMMA, retention=25000, limit=500000),
    "Poisson, Weibull": case({"model": "poisson", "mean": 12}, WEIBULL, retention=10000),
    "Poisson, Pareto, half of 2 m in excess of 100,000": case(POISSON, PARETO, retention=100000, limit=2000000, share=0.5),
    "Poisson, empirical": case(POISSON, ATOMS, retention=20000, limit=500000),
    "Poisson, mixture": case(POISSON, MIXED, retention=20000, limit=3000000),
    "negative binomial, lognormal": case(CLUSTERED, LOGNORMAL, retention=50000, limit=1000000),
    "negative binomial, gamma, terms of the year": case(CLUSTERED, GAMMA, retention=25000, limit=500000, aggregateRetention=100000, aggregateLimit=750000),
    "negative binomial, Pareto without limit": case(CLUSTERED, PARETO, retention=5000),
    "binomial, Weibull": case(CHANCES, WEIBULL, limit=400000),
    "binomial, lognormal, limit of the year": case(CHANCES, LOGNORMAL, retention=100000, limit=2000000, aggregateLimit=2000000),
    "binomial, sure events, empirical": case({"model": "binomial", "trials": 3, "probability": 1}, ATOMS),
    "one chance, atom of the limit": case({"model": "binomial", "trials": 1, "probability": 0.04}, LOGNORMAL, limit=10000, levels=[0.9, 0.95, 0.96, 0.97, 0.99]),
    "Poisson of 250 events": case({"model": "poisson", "mean": 250}, GAMMA, retention=50000),
    "Poisson, mixture, all terms": case(POISSON, MIXED, retention=20000, limit=3000000, share=0.25, aggregateRetention=50000, aggregateLimit=1000000),
    "a retention nothing reaches": case(POISSON, ATOMS, retention=1000000),
    "rare, far out": case({"model": "poisson", "mean": 0.002}, LOGNORMAL, retention=5000000, limit=20000000),
}

if __name__ == "__main__":
    results = [compare(name, question, *sys.argv[1:3]) for name, question in CASES.items()]
    print(f"{sum(results)} of {len(results)} agree.")
    sys.exit(not all(results))
