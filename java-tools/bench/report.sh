#!/usr/bin/env bash
# REPORT on an evaluation of the paper's size: 350,742 test windows and three models, all of them made up.
#
#   report.sh [RESAMPLES]    of EVALUATE and COMPARE (default 1000); the report's own cost does not depend on them
#
#   BENCH   where inputs and outputs go, some 400 MB (default bench-out)
#
# Needs the tools' JARs (mvn package).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
BENCH=$(mkdir -p "${BENCH:-bench-out}" && cd "${BENCH:-bench-out}" && pwd)
tool() { "$root/bin/jtool" "$root/java-tools/jars/$1.jar" "${@:2}"; }

java -cp "$root/java-tools/jars/split.jar" "$root/java-tools/bench/PaperSizedCorpus.java" "$BENCH"
cd "$BENCH"
metrics=()
for model in model1 model2 model3; do
    tool evaluate --scores $model.tsv --corpus corpus.windows.safetensors --positive-label tumour \
        --resamples "${1:-1000}" --name $model --out "metrics/$model"
    metrics+=(--metrics "metrics/$model")
done
tool compare "${metrics[@]}" --resamples "${1:-1000}" --out comparison.json
time tool report "${metrics[@]}" --comparison comparison.json --multiqc-out multiqc --out report.html
ls -l report.html
