# The peer of P7: the same book in R, in vectors, as the chain of ktools has it: losses by event, terms of the event, sums by
# policy and year, terms of the year, curves. Prints seconds, the mean of a year and the number of events.
#
# Arguments: policies, years, events a year of each policy, seed.
arguments <- as.numeric(commandArgs(trailingOnly = TRUE))
policies <- arguments[1]; years <- arguments[2]; rate <- arguments[3]
set.seed(arguments[4])
mu <- 11; sigma <- 2
retention <- 50000; limit <- 5e6; share <- 0.5
aggregate_retention <- 10000; aggregate_limit <- 4e6
periods <- c(1000, 500, 250, 200, 100, 50, 25, 20, 10, 5, 2)

curve_of <- function(losses) {
  ranked <- sort(losses, decreasing = TRUE)
  rank <- length(losses) %/% periods
  cbind(periods, ranked[rank], (cumsum(ranked) / seq_along(ranked))[rank])
}

started <- proc.time()[["elapsed"]]
n <- rpois(1, policies * years * rate)
policy <- sample.int(policies, n, replace = TRUE)
year <- sample.int(years, n, replace = TRUE)
paid <- share * pmin(pmax(rlnorm(n, mu, sigma) - retention, 0), limit)

# Sorting by year, and by policy within it, serves the largest event and both sums; grouping by rowsum or tapply is slower.
order_of <- order(year, policy, method = "radix")
policy <- policy[order_of]; year <- year[order_of]; paid <- paid[order_of]
ends <- which(c(policy[-1] != policy[-n] | year[-1] != year[-n], TRUE))
cell <- diff(c(0, cumsum(paid)[ends]))
cell <- pmin(pmax(cell - aggregate_retention, 0), aggregate_limit)
year_of <- year[ends]; policy_of <- policy[ends]
total <- numeric(years)
by_year <- rowsum(cell, year_of, reorder = FALSE)
total[as.integer(rownames(by_year))] <- by_year
sums <- numeric(policies)
by_policy <- rowsum(cell, policy_of, reorder = FALSE)
sums[as.integer(rownames(by_policy))] <- by_policy
means <- sums / years
largest <- numeric(years)
by_size <- order(year, -paid, method = "radix")
first <- !duplicated(year[by_size])
largest[year[by_size][first]] <- paid[by_size][first]
aep <- curve_of(total)
oep <- curve_of(largest)
cat(proc.time()[["elapsed"]] - started, mean(total), n, aep[5, 2], oep[5, 2], "\n")
