# Answers of R to the cases of against-r.ts: one case a line, "method|vector|vector ...", one answer a line.
suppressWarnings(suppressMessages({
  library(strucchange); library(sandwich); library(pROC); library(forecast); library(stats)
}))
options(warn = -1)

wilson <- function(x, n, level) as.numeric(prop.test(x, n, conf.level = level / 100, correct = FALSE)$conf.int)
strata_of <- function(v) array(v, dim = c(2, 2, length(v) / 4))
# Not qbinom: in R 4.2 it is wrong for shares near 1, such as qbinom(.001, 174454, .999973682359262).
quantile_of <- function(at, n, p) {
  low <- -1; high <- n
  while (high - low > 1) { middle <- floor((low + high) / 2); if (pbinom(middle, n, p) >= at) high <- middle else low <- middle }
  high
}
limit <- function(n, p, at) { r <- quantile_of(at, n, p); (r - (pbinom(r, n, p) - at) / dbinom(r, n, p)) / n }
slope_of <- function(fit, at, level) {
  b <- coef(summary(fit))[at, 1]; s <- summary(fit); f <- s$dispersion
  se <- sqrt(diag(s$cov.unscaled))[at] * sqrt(max(1, f)); tail <- (1 + level / 100) / 2
  q <- if (f > 1) qt(tail, fit$df.residual) else qnorm(tail)
  c(expm1(b), expm1(b - q * se), expm1(b + q * se), f)
}
precise <- glm.control(epsilon = 1e-14, maxit = 200)
# glm ends when the deviance stands, with half of its digits in the coefficients: begun again from there it has all.
polished <- function(formula, family) {
  environment(formula) <- parent.frame()
  fit <- glm(formula, family, control = precise)
  assign("begin", coef(fit), envir = environment(formula))
  eval(substitute(glm(f, m, start = begin, control = precise), list(f = formula, m = family)), environment(formula))
}
roots_of <- function(X, y, bp, level) {
  ends <- c(0, bp, length(y)); tail <- (1 - level / 100) / 2; out <- c()
  part <- function(i) {
    rows <- (ends[i] + 1):ends[i + 1]; fit <- lm.fit(X[rows, , drop = FALSE], y[rows])
    list(b = fit$coefficients, Q = crossprod(X[rows, , drop = FALSE]) / length(rows), s = sum(fit$residuals^2) / length(rows))
  }
  for (i in seq_along(bp)) {
    one <- part(i); two <- part(i + 1); d <- two$b - one$b
    q1 <- as.numeric(t(d) %*% one$Q %*% d); q2 <- as.numeric(t(d) %*% two$Q %*% d)
    f <- function(x) strucchange:::pargmaxV(x, xi = q2 / q1, phi1 = sqrt(one$s), phi2 = sqrt(two$s))
    if (is.nan(f(0)) || f(0) < tail || f(0) > 1 - tail) { out <- c(out, NA, NA); next }
    up <- 0; while (f(up) < 1 - tail) up <- up + 1000
    low <- 0; while (f(low) > tail) low <- low - 1000
    root <- function(range, at) uniroot(function(x) f(x) - at, range, tol = 1e-13)$root
    scale <- one$s / q1
    out <- c(out, bp[i] - root(c(0, up), 1 - tail) * scale, bp[i] - root(c(low, 0), tail) * scale)
  }
  out
}

methods <- list(
  normalQuantile = function(p) qnorm(p),
  betaQuantile = function(v) qbeta(v[1], v[2], v[3]),
  gammaQuantile = function(v) qgamma(v[1], v[2]),
  studentQuantile = function(v) qt(v[1], v[2]),
  chiSquaredTail = function(v) pchisq(v[1], v[2], lower.tail = FALSE),
  twoSidedTail = function(z) 2 * pnorm(-abs(z)),
  binomialAtMost = function(v) c(pbinom(v[1], v[2], v[3]), dbinom(v[1], v[2], v[3])),
  poissonAtMost = function(v) c(ppois(v[1], v[2]), dpois(v[1], v[2])),
  shareInterval = function(v) wilson(v[1], v[2], v[3]),
  exactShareInterval = function(v) as.numeric(binom.test(v[1], v[2], conf.level = v[3] / 100)$conf.int),
  countInterval = function(v) as.numeric(poisson.test(v[1], conf.level = v[2] / 100)$conf.int),
  growthOfCounts = function(v) as.numeric(poisson.test(c(v[2], v[1]), conf.level = v[3] / 100)$conf.int) - 1,
  differenceOfShares = function(v) {
    a <- wilson(v[3], v[4], v[5]); b <- wilson(v[1], v[2], v[5]); p <- v[3] / v[4]; q <- v[1] / v[2]
    c(p - q, p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - b[1])^2))
  },
  ratioOfShares = function(v) {
    g <- factor(c("b", "a")); y <- cbind(c(v[1], v[3]), c(v[2] - v[1], v[4] - v[3]))
    start <- c(log(v[3] / v[4]), log(v[1] / v[2]) - log(v[3] / v[4]))
    fit <- glm(y ~ g, binomial(link = "log"), start = start, control = precise)
    b <- coef(fit)[2]; se <- sqrt(vcov(fit)[2, 2]); z <- qnorm((1 + v[5] / 100) / 2)
    exp(c(b, b - z * se, b + z * se))
  },
  oddsOfShare = function(v) { i <- wilson(v[1], v[2], v[3]); i / (1 - i) },
  shareLimits = function(v) { t <- (1 - v[3] / 100) / 2; c(limit(v[1], v[2], t), limit(v[1], v[2], 1 - t)) },
  funnelOf = function(events, total) {
    o <- sum(events) / sum(total); z <- (asin(sqrt(events / total)) - asin(sqrt(o))) * 2 * sqrt(total)
    n <- length(z); s <- sort(z); k <- floor(.1 * n); w <- pmin(pmax(z, s[k + 1]), s[n - k]); phi <- mean(w^2)
    g <- 4 * total; tau <- max(0, (n * phi - (n - 1)) / (sum(g) - sum(g^2) / sum(g)))
    sd <- sqrt(1 / g + tau); d <- asin(sqrt(events / total)) - asin(sqrt(o)); q <- qnorm(.975)
    c(o, phi, tau, 2 * pnorm(-abs(d / sd)), sin(pmax(0, asin(sqrt(o)) - q * sd))^2)
  },
  falseDiscoveries = function(p, rate) as.numeric(p.adjust(p, "BH") <= rate),
  trendOf = function(y, exposure, level) {
    t <- seq_along(y) - 1
    slope_of(polished(y ~ t + offset(log(exposure)), quasipoisson()), 2, level)
  },
  relativeTrendOf = function(one, other, level) {
    n <- length(one); y <- c(one, other); t <- rep(0:(n - 1), 2); g <- rep(1:0, each = n)
    slope_of(polished(y ~ t * g, quasipoisson()), 4, level)
  },
  dispersionOf = function(y) mean(diff(2 * sqrt(y), differences = 2)^2) / 6,
  logisticRegression = function(events, total, x) {
    s <- summary(polished(cbind(events, total - events) ~ x, binomial()))
    c(coef(s)[, 1], coef(s)[, 2])
  },
  leastSquares = function(y, x) { s <- summary(lm(y ~ x + I(x^2))); c(coef(s)[, 1], coef(s)[, 2]) },
  neweyWest = function(y, x, lag) {
    fit <- lm(y ~ x); sqrt(diag(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = TRUE)))
  },
  interruptedSeries = function(y, exposure, v) {
    t <- seq_along(y) - 1; after <- as.numeric(t >= v[1]); w <- 2 * pi * t / v[2]
    since <- after * (t - v[1]); X <- cbind(t, after, since, sin(w), cos(w))
    if (v[2] > 4) X <- cbind(X, sin(2 * w), cos(2 * w))
    fit <- polished(y ~ X + offset(log(exposure)), quasipoisson())
    s <- summary(fit); lag <- floor(4 * (length(y) / 100)^(2 / 9))
    robust <- sqrt(diag(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = TRUE)))
    se <- pmax(robust, sqrt(diag(s$cov.unscaled)) * sqrt(max(1, s$dispersion)))
    q <- qt((1 + v[3] / 100) / 2, fit$df.residual); b <- coef(fit)
    out <- c(); for (i in 3:4) out <- c(out, expm1(c(b[i], b[i] - q * se[i], b[i] + q * se[i])))
    c(out, s$dispersion)
  },
  partitions = function(y, lagged) {
    n <- length(y); fit <- if (lagged == 1) breakpoints(y[-1] ~ y[-n], h = .15, breaks = 3) else breakpoints(y ~ 1, h = .15, breaks = 3)
    s <- summary(fit)$RSS; c(s["RSS", ], s["BIC", ])
  },
  breakIntervals = function(y, bp, level) roots_of(cbind(1, y[-length(y)]), y[-1], bp, level),
  stl = function(y, v) {
    s <- stl(ts(y, frequency = v[1]), s.window = if (v[2] == 0) "periodic" else v[2], robust = v[3] == 1,
      s.jump = 1, t.jump = 1, l.jump = 1)
    as.numeric(s$time.series[, 1:2])
  },
  disparityOf = function(v, level) {
    m <- mantelhaen.test(strata_of(v), conf.level = level / 100)
    plain <- mantelhaen.test(strata_of(v), correct = FALSE)
    c(m$estimate, m$conf.int, plain$statistic, m$statistic, m$p.value)
  },
  standardisedShare = function(events, total, standard, level) {
    w <- standard / sum(standard); p <- events / total
    i <- sapply(seq_along(p), function(k) wilson(events[k], total[k], level))
    c(sum(w * p), max(0, sum(w * p) - sqrt(sum((w * (p - i[1, ]))^2))), min(1, sum(w * p) + sqrt(sum((w * (i[2, ] - p))^2))))
  },
  indirectShare = function(unit, sizes, shares, level) {
    e <- sum(sizes * shares); c(unit[1] / e, wilson(unit[1], unit[2], level) * unit[2] / e)
  },
  shrunkenShares = function(events, total) {
    m <- sum(events) / sum(total); p <- events / total; v <- m * (1 - m)
    a <- max(0, sum(total * (p - m)^2) / sum(total) - v / mean(total))
    c(a, m + (p - m) * a / (a + v / total))
  },
  areaUnderCurve = function(events, others, level) {
    score <- seq_along(events); case <- rep(score, events); control <- rep(score, others)
    r <- roc(controls = control, cases = case, direction = "<", quiet = TRUE)
    i <- as.numeric(ci.auc(r, conf.level = level / 100, method = "delong")); c(i[2], i[1], i[3])
  },
  decompose = function(n1, n2, r1, r2) {
    w1 <- n1 / sum(n1); w2 <- n2 / sum(n2)
    c(sum((w2 - w1) * (r1 + r2) / 2), sum((r2 - r1) * (w1 + w2) / 2), sum(w2 * r2) - sum(w1 * r1))
  },
  projectStock = function(admissions, stay) {
    n <- length(admissions); s <- c(stay, rep(0, n))[1:n]
    sapply(1:n, function(k) sum(admissions[1:k] * s[k:1]))
  },
  drift = function(y) as.numeric(rwf(ts(y), h = 5, drift = TRUE)$mean),
  seasonalNaive = function(y) as.numeric(snaive(ts(y, frequency = 4), h = 6)$mean),
  ets = function(y, form) {
    model <- paste0(c("A", "M")[form[1]], c("N", "A", "A")[form[2]], c("N", "A", "M")[form[3]])
    fit <- ets(ts(y, frequency = 4), model = model, damped = form[2] == 3)
    if (is.null(fit)) return(NA)
    p <- fit$par; get <- function(name, without) if (name %in% names(p)) p[[name]] else without
    s <- fit$initstate; seasons <- rev(s[grep("^s", names(s))])
    c(get("alpha", 0), get("beta", 0), get("gamma", 0), get("phi", 1), s[["l"]], if ("b" %in% names(s)) s[["b"]] else 0,
      length(seasons), seasons, fit$aicc, as.numeric(forecast(fit, h = 6)$mean))
  }
)

paths <- commandArgs(trailingOnly = TRUE)
out <- file(paths[2], "w")
for (line in readLines(paths[1])) {
  fields <- strsplit(line, "|", fixed = TRUE)[[1]]
  arguments <- lapply(strsplit(fields[-1], " ", fixed = TRUE), as.numeric)
  answer <- tryCatch(as.numeric(do.call(methods[[fields[1]]], arguments)), error = function(e) NA)
  writeLines(paste(sprintf("%.17g", answer), collapse = " "), out)
}
close(out)
