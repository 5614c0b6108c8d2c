# Seconds that poweRlaw takes for one bootstrap sample of the discrete power law with xmin searched, on one thread.
#
#   Rscript Benchmarks/powerlaw.R COUNTS.txt [SAMPLES]
suppressMessages(library(poweRlaw))
arguments <- commandArgs(trailingOnly = TRUE)
lines <- readLines(arguments[1])
counts <- read.table(text = lines[!grepl("[a-z#]", lines)])
counts <- if (ncol(counts) == 2) rep(counts[[1]], counts[[2]]) else counts[[1]]
samples <- if (length(arguments) > 1) as.integer(arguments[2]) else 5
model <- displ$new(counts)
model$setXmin(estimate_xmin(model))
seconds <- system.time(bootstrap_p(model, no_of_sims = samples, threads = 1))[["elapsed"]]
cat(sprintf("%.3f\n", seconds / samples))
