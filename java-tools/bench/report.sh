#!/usr/bin/env bash
# REPORT on an evaluation of the paper's size: some 350,000 test windows, three models.
#
#   BENCH   where inputs and outputs go, some 3 GB (default bench-out)
#
# Needs the tools' JARs (mvn package), and of Debian: gawk. The models are the simulation's exact scores with noise.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
BENCH=$(mkdir -p "${BENCH:-bench-out}" && cd "${BENCH:-bench-out}" && pwd)
tool() { "$root/bin/jtool" "$root/java-tools/jars/$1.jar" "${@:2}"; }

cd "$BENCH"
if [[ ! -e split.windows.safetensors ]]; then
    tool simulate --genome-mb 200 --peaks 1350000 --out simulated
    tool reference --fasta simulated/genome.fa --out reference
    options=()
    while IFS=, read -r sample label peaks _; do
        options+=(--peaks "simulated/$peaks" --sample "$sample" --label "$label")
    done < <(tail -n +2 simulated/samplesheet.csv)
    tool extract --reference reference "${options[@]}" --out extracted.windows.safetensors
    tool dedup --windows extracted.windows.safetensors --out corpus.windows.safetensors
    tool split --corpus corpus.windows.safetensors --reference reference --fractions 0.4,0.3,0.3 \
        --leakage-out leakage.json --out split.windows.safetensors --bed-out corpus.bed.gz
fi
metrics=()
for noise in 1 2 3; do
    if [[ ! -d metrics/model$noise ]]; then
        awk -F '\t' -v OFS='\t' -v noise=$noise \
            'BEGIN { srand(noise) } NR > 1 { $6 += noise * sqrt(-2 * log(1 - rand())) * cos(6.283185307 * rand()) } { print }' \
            simulated/truth.tsv >scores.tsv
        tool evaluate --scores scores.tsv --corpus split.windows.safetensors --reference reference \
            --positive-label tumour --name "model$noise" --out "metrics/model$noise"
    fi
    metrics+=(--metrics "metrics/model$noise")
done
[[ -e comparison.json ]] || tool compare "${metrics[@]}" --out comparison.json
manifests=()
for file in ./*.manifest.json; do
    [[ $file == ./report* ]] || manifests+=(--manifests "$file")
done
time tool report "${metrics[@]}" --comparison comparison.json --leakage leakage.json "${manifests[@]}" \
    --multiqc-out multiqc --out report.html
ls -l report.html
