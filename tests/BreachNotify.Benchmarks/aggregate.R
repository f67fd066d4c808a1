# The peer of P8: the payment of a year of one insured by the recursion of actuar on the step that the service chose. Prints
# seconds and the values at risk.
#
# Arguments: step, points, mean number of events, mu, sigma, retention, limit, levels.
suppressWarnings(suppressMessages(library(actuar)))
arguments <- as.numeric(commandArgs(trailingOnly = TRUE))
step <- arguments[1]; points <- arguments[2]; events <- arguments[3]
mu <- arguments[4]; sigma <- arguments[5]; retention <- arguments[6]; limit <- arguments[7]
levels <- arguments[-(1:7)]

cdf <- function(y) ifelse(y >= limit, 1, plnorm(y + retention, mu, sigma))
limited <- function(y) levlnorm(pmin(y, limit) + retention, mu, sigma) - levlnorm(retention, mu, sigma)

started <- proc.time()[["elapsed"]]
payment <- discretize(cdf(x), from = 0, to = min(limit, (points - 1) * step) + step, step = step, method = "unbiased", lev = limited(x))
payment[1] <- payment[1] + cdf(0) # discretize leaves out what lies at 0 itself
year <- aggregateDist("recursive", model.freq = "poisson", model.sev = payment, lambda = events, x.scale = step, maxit = points, tol = 1e-6)
cat(proc.time()[["elapsed"]] - started, quantile(year, levels), "\n")
