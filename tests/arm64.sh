#!/usr/bin/env bash
# The tools on Linux arm64, by emulation: the same commands with an arm64 Java under qemu and with this machine's own, and what they wrote compared.
#
#   tests/arm64.sh FOLDER [MODEL…]      kmer, cnn and dnabert2 without a name; from a checkout whose tools are built, on x86-64
#
# FOLDER gets an arm64 Java from Debian's packages, unpacked there alone, and libtorch as Maven resolves it when that Java runs it. All that comes before
# a model has to be equal byte by byte. Types of CPU round differently: of each model the largest difference of a score is printed, and must be
# below 0.0001. Minutes for each model, so it is no part of the build. It needs qemu-user-static (apt-get install) and mvn.
set -euo pipefail

[[ $# -ge 1 ]] || {
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
fail() {
    printf 'arm64.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
shift
[[ $# -gt 0 ]] || set -- kmer cnn dnabert2
for program in qemu-aarch64-static mvn dpkg-deb; do
    command -v "$program" >/dev/null || fail "$program is missing: apt-get install qemu-user-static maven" 2
done
[[ -e $root/java-tools/jars/train.jar ]] || fail 'the tools are not built: start ./nextflow once, or mvn package' 2

# apt with a state of its own, as if nothing were installed: this machine gets no foreign architecture.
system=$folder/system
if [[ ! -d $system ]]; then
    mkdir -p "$folder"/apt/{lists,archives}/partial "$folder/unpacking"
    : >"$folder/apt/status"
    cat >"$folder/apt/conf" <<END
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Install-Recommends "false";
Dir::State::lists "$folder/apt/lists";
Dir::State::status "$folder/apt/status";
Dir::State::extended_states "$folder/apt/extended_states";
Dir::Cache "$folder/apt";
END
    APT_CONFIG=$folder/apt/conf apt-get -qq update
    APT_CONFIG=$folder/apt/conf apt-get -qq -y --download-only -o Debug::NoLocking=true install openjdk-17-jre-headless libstdc++6 libgomp1
    for package in "$folder"/apt/archives/*.deb; do
        dpkg-deb -x "$package" "$folder/unpacking"
    done
    # Links that begin at the root mean this one.
    find "$folder/unpacking" -type l -lname '/*' | while read -r link; do
        ln -sfn "$system$(readlink "$link")" "$link"
    done
    mv "$folder/unpacking" "$system"
fi
home=$folder/java
mkdir -p "$home/bin"
printf '#!/bin/sh\nexec qemu-aarch64-static -L "%s" "%s" "$@"\n' "$system" "$system/usr/lib/jvm/java-17-openjdk-arm64/bin/java" >"$home/bin/java"
chmod 755 "$home/bin/java"
cp "$system/usr/lib/jvm/java-17-openjdk-arm64/release" "$home/"

# Debian's Java has its trust store from a script of its package, which has not run here.
own=$(readlink -f "$(command -v java)")
JAVA_HOME=$home MAVEN_OPTS=-Djavax.net.ssl.trustStore=${own%/bin/java}/lib/security/cacerts \
    mvn -q -B -ntp -f "$root/java-tools/runtime/libtorch/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$folder/libtorch" >&2
[[ $(cd "$folder/libtorch" && echo *) =~ ^pytorch-native-cpu-[0-9.]+-linux-aarch64\.jar$ ]] || fail "Maven has chosen another libtorch: see $folder/libtorch"

chain() { # FOLDER MODEL…
    local out=$1 sample label peaks kind model given=() learned=(--positive-label tumour --threads 2)
    shift
    rm -rf "$out"
    mkdir -p "$out/data" "$out/models"
    cd "$out/data"
    jtool() {
        "$root/bin/jtool" "$@" >>"$out/log" 2>&1 || fail "$1 failed: see $out/log"
    }
    jtool simulate --out simulated --genome-mb 1 --peaks 600
    jtool reference --fasta simulated/genome.fa --out reference
    while IFS=, read -r sample label peaks; do
        [[ $sample == sample ]] || given+=(--peaks "simulated/$peaks" --sample "$sample" --label "$label")
    done <simulated/samplesheet.csv
    jtool extract --reference reference --out all.windows.safetensors "${given[@]}"
    jtool dedup --windows all.windows.safetensors --out kept.windows.safetensors --clusters-out clusters.tsv
    jtool split --corpus kept.windows.safetensors --reference reference --out corpus.windows.safetensors --bed-out corpus.bed.gz --leakage-out leakage.json
    jtool vocab --corpus corpus.windows.safetensors --reference reference --size 512 --out bpe.json
    jtool vocab --kind kmer --k 5 --out kmer.json
    jtool vocab --kind char --out char.json
    for kind in bpe kmer char; do
        jtool tokenize --corpus corpus.windows.safetensors --reference reference --tokenizer "$kind.json" --out "$kind" --threads 2
    done
    for model in "$@"; do
        given=(--set max_steps=4 --set batch_size=8 --set evaluate_every=2)
        case $model in
            kmer) kind=kmer ;;
            cnn) kind=char ;;
            dnabert2) kind=bpe given+=(--set layers=1 --set hidden=16 --set heads=2 --set intermediate=32) ;;
            *) fail "'$model' is none of kmer, cnn, dnabert2" 2 ;;
        esac
        jtool train --train "$kind/train.tokens.safetensors" --validation "$kind/validation.tokens.safetensors" --tokenizer "$kind.json" \
            --model "$model" --checkpoints "$out/models/checkpoints" --out "$out/models/$model" "${learned[@]}" "${given[@]}"
        jtool evaluate --model "$out/models/$model" --validation "$kind/validation.tokens.safetensors" --test "$kind/test.tokens.safetensors" \
            --corpus corpus.windows.safetensors --reference reference --resamples 100 --out "$out/models/$model-metrics" "${learned[@]}"
        jtool predict --model "$out/models/$model" --windows corpus.windows.safetensors --reference reference --threads 2 \
            --calibration "$out/models/$model-metrics/calibration.json" --out "$out/models/$model.tsv.gz"
    done
}
(chain "$folder/here" "$@")
(
    export JAVA_HOME=$home ENHANCERFLOW_LIBTORCH=$folder/libtorch DJL_CACHE_DIR=$folder/cache
    chain "$folder/arm64" "$@"
)

digests() {
    (cd "$folder/$1/data" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}
digests here >"$folder/here.sha256"
digests arm64 >"$folder/arm64.sha256"
diff "$folder/here.sha256" "$folder/arm64.sha256" || fail 'the files above differ'
echo "$(wc -l <"$folder/here.sha256") files before models: equal bytes"
for model in "$@"; do
    # Columns are the same, and the same windows stand in the same rows.
    paste <(gzip -dc "$folder/here/models/$model.tsv.gz") <(gzip -dc "$folder/arm64/models/$model.tsv.gz") | awk -F '\t' -v model="$model" '
        /^#/ { next }
        !half { half = NF / 2; for (i = 1; i <= half; i++) { title[i] = $i; scores += $i ~ /^score_/ } next }
        {
            rows++
            for (i = 1; i <= half; i++) {
                if (title[i] ~ /^(score|logit)_/) {
                    far = $i - $(i + half)
                    if (far < 0) far = -far
                    if (title[i] ~ /^score_/ && far > most) most = far
                } else if ($i != $(i + half)) { print model ": row " rows " is another window"; exit bad = 1 }
            }
        }
        END {
            if (bad) exit 1
            printf "%s: %d windows, scores at most %.1e apart\n", model, rows, most
            exit !(rows > 0 && scores > 0 && most < 0.0001)
        }' || fail "$model differs by more than rounding"
done
