#!/usr/bin/env bash
# The sampler and the pruners of search, beside Optuna's results on the same functions.
#
#   search.sh quality     what is reached on the functions of ../shared/bench/hpo, 30 seeds: a minute or two
#   search.sh spread lc_noisy asha1 20
#                         20 sets of 30 seeds of one curve and pruner: what is chance
#   search.sh cost        CPU time of one ask and tell
#
# Needs built libraries (mvn -pl java-tools/libs/tuning -am package), and for quality ../shared/golden/optuna.
set -euo pipefail
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
reference=${REFERENCE:-$root/../shared/golden/optuna/benchmark_reference.json}
# The shaded tool holds the libraries that tuning needs.
java -XX:+UseSerialGC -cp "$root/java-tools/libs/tuning/target/classes:$root/java-tools/jars/search.jar" "$root/java-tools/bench/SearchBench.java" "${1:-quality}" "$reference" "${@:2}"
