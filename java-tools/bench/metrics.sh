#!/usr/bin/env bash
# Metrics and bootstrap on 350,742 predictions, beside scikit-learn's, in one run.
#
#   BENCH=FOLDER metrics.sh [RESAMPLES]     needs ../shared/bench/peers, python3 with scikit-learn, and built libraries
set -euo pipefail
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
peers=${PEERS:-$root/../shared/bench/peers}
bench=${BENCH:-bench-out}
resamples=${1:-1000}
mkdir -p "$bench"

echo '# scikit-learn'
"${PYTHON:-python3}" "$peers/metrics.py" "$bench/predictions.tsv" 20
echo '# statistics'
java -XX:+UseSerialGC -cp "$root/java-tools/libs/statistics/target/classes" "$root/java-tools/bench/MetricsBench.java" "$bench/predictions.tsv" "$resamples"
