#!/usr/bin/env bash
# Models from random weights on tasks of GUE (Zhou et al., arXiv 2306.15006), with its own parts: CSV -> EXTRACT -> SPLIT -> TOKENIZE -> TRAIN -> EVALUATE.
#
#   gue.sh prepare DATA WORK TASK            DATA/TASK holds train.csv.gz, dev.csv.gz, test.csv.gz with columns sequence, label
#   gue.sh run WORK TASK MODEL SEED [SETTING…]   trains and measures one model; what is there already is left
#   gue.sh table WORK                        means over seeds as Markdown
#
# Needs the built tools (./nextflow or mvn package), and awk and sed of any kind. One thread a run; several runs may go side by side.
# What is stopped goes on from its checkpoint.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
jars=${ENHANCERFLOW_JARS:-$root/java-tools/jars}
tool() { "$root/bin/jtool" "$jars/$1.jar" "${@:2}"; }

# The part's contigs: with several files a contig is called sample|record.
contigs() { awk -F'\t' -v part="$2" 'index($1, part "|") == 1 { print $1 }' "$1" | paste -sd, -; }

prepare() {
    local data=$1/$3 to=$2/$3 fai
    mkdir -p "$to"
    tool extract --sequences "$data"/{train,dev,test}.csv.gz --sample train validation test --label-column label \
        --out "$to/all.windows.safetensors" --reference-out "$to/reference"
    fai=$(echo "$to"/reference/*.fai)
    tool split --corpus "$to/all.windows.safetensors" --strategy chromosome --validation-contigs "$(contigs "$fai" validation)" \
        --test-contigs "$(contigs "$fai" test)" --out "$to/corpus.windows.safetensors" --bed-out "$to/corpus.bed.gz"
    tool vocab --kind char --out "$to/char.json"
    tool vocab --kind kmer --k 5 --out "$to/kmer5.json"
    tool vocab --kind kmer --k 4 --out "$to/kmer4.json"
    for kind in char kmer5 kmer4; do
        tool tokenize --corpus "$to/corpus.windows.safetensors" --reference "$to/reference" --tokenizer "$to/$kind.json" --out "$to/$kind"
    done
}

run() {
    local to=$1/$2 model=$3 seed=$4 kind name set=()
    shift 4
    case $model in
        kmer) kind=kmer5 ;;
        cnn_kmer) kind=kmer4 ;;
        *) kind=char ;;
    esac
    name=$model
    for setting in "$@"; do
        set+=(--set "$setting")
        name+="-$setting"
    done
    [[ -e $to/metrics/$name/$seed.manifest.json ]] && return
    mkdir -p "$to/models/$name" "$to/metrics/$name" "$to/checkpoints"
    tool train --train "$to/$kind/train.tokens.safetensors" --validation "$to/$kind/validation.tokens.safetensors" --tokenizer "$to/$kind.json" \
        --model "$model" --positive-label 1 --seed "$seed" --threads 1 --device cpu --checkpoints "$to/checkpoints" "${set[@]}" \
        --out "$to/models/$name/$seed"
    tool evaluate --model "$to/models/$name/$seed" --validation "$to/$kind/validation.tokens.safetensors" --test "$to/$kind/test.tokens.safetensors" \
        --corpus "$to/corpus.windows.safetensors" --positive-label 1 --resamples 0 --threads 1 --device cpu --out "$to/metrics/$name/$seed"
}

# value FILE KEY: the point estimate of a metric.
value() { tr -d ' \n' <"$1" | sed -n "s/.*\"$2\":{\"value\":\([-0-9.eE]*\).*/\1/p"; }

# half FILE: MCC where the class of the higher logit is called, as GUE's published figures have it.
half() {
    gzip -dc "$1" | awk -F'\t' '!l && /logit_1/ { for (i = 1; i <= NF; i++) { if ($i == "label") l = i; if ($i == "logit_0") a = i; if ($i == "logit_1") b = i } next }
        l { y = $l == "1"; p = $b + 0 > $a + 0; tp += y && p; tn += !y && !p; fp += !y && p; fn += y && !p }
        END { print (tp * tn - fp * fn) / sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) }'
}

table() {
    echo '| task | model | seeds | ROC-AUC | MCC at 0.5 | MCC at the threshold chosen on dev |'
    echo '|---|---|---|---|---|---|'
    local folder file
    for folder in "$1"/*/metrics/*/; do
        for file in "$folder"*/metrics.json; do
            [[ -e $file ]] || continue
            echo "$(basename "$(dirname "$(dirname "$folder")")") $(basename "$folder") $(value "$file" roc_auc) $(value "$file" mcc) $(half "${file%metrics.json}predictions.tsv.gz")"
        done
    done | awk '{ k = $1 " | " $2; if (!(k in n)) order[++keys] = k; n[k]++; a[k] += $3; m[k] += $4; h[k] += $5 }
        END { for (i = 1; i <= keys; i++) { k = order[i]; printf "| %s | %d | %.3f | %.3f | %.3f |\n", k, n[k], a[k] / n[k], h[k] / n[k], m[k] / n[k] } }'
}

case ${1:-} in
    prepare | run | table) "$@" ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
