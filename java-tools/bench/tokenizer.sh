#!/usr/bin/env bash
# The byte-pair encoder against DJL's batchEncode on windows of 1 kb: one run, figures and ratio of CPU seconds.
#
#   tokenizer.sh [WINDOWS]        default 2400000
#
#   TOKENIZER, FASTA              default DNABERT-2's tokenizer and hg19's demo bases in ../shared beside the checkout
#
# Needs tokenize's JAR (mvn package).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
shared=$root/../shared/data
exec java -Xmx1g -XX:+UseSerialGC -cp "${CLASSES:+$CLASSES:}$root/java-tools/jars/tokenize.jar" "$root/java-tools/bench/TokenizerBench.java" \
    "${TOKENIZER:-$shared/dnabert2_tokenizer/tokenizer.json}" "${FASTA:-$shared/hg19_demo/hg19_chr17_chr20.partial.fa.gz}" "$@"
