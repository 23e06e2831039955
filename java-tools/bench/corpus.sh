#!/usr/bin/env bash
# EXTRACT, DEDUP and SPLIT against the tools people use, in turn, on the same input.
#
#   corpus.sh compare [ROUNDS]    2.75 million windows on a gigabase: medians and ratios of CPU seconds (default 3 rounds)
#   corpus.sh growth [PEAKS…]     ours alone from 0.1 to 10 million windows
#   corpus.sh dedup [N] [PEAKS…]  DEDUP at once, and in N parts that are joined (default 4; 0.1, 1, 2.75 and 10 million peaks)
#   corpus.sh tokenize [N] [PEAKS…]  TOKENIZE likewise, with DNABERT-2's tokenizer or $TOKENIZER, two threads and -Xmx2g (default 4; 0.1 and
#                                 1 million peaks)
#   corpus.sh whole [PEAKS]       every stage from the FASTA to the tokens, as the pipeline calls them (default 2.75 million peaks)
#
#   BENCH   where inputs and outputs go, some 15 GB (default bench-out)
#   PEERS   folder with gen_bench.py and peers/ (default ../shared/bench beside the checkout)
#
# Needs the tools' JARs (mvn package), and of Debian: bedtools python3-numpy python3-sklearn time.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
BENCH=$(mkdir -p "${BENCH:-bench-out}" && cd "${BENCH:-bench-out}" && pwd)
peers=${PEERS:-$root/../shared/bench}
# Debian's python3 has the packages; another one before it on the path may not.
export BENCH PATH=/usr/bin:$PATH
times=$BENCH/times.tsv

timed() { "$peers/peers/t.sh" "$@" | tee -a "$times" >&2; }
tool() { printf '%s %s' "$root/bin/jtool" "$root/java-tools/jars/$1.jar"; }

input() {
    [[ -e $1/neg.narrowPeak ]] || python3 "$peers/gen_bench.py" "$1" 1000 "$2" 42
    [[ -d $1/reference ]] || $(tool reference) --fasta "$1/genome.fa" --out "$1/reference"
}

# ours IN OUT SUFFIX
ours() {
    mkdir -p "$2"
    timed "extract$3" "$(tool extract) --reference $1/reference --contigs all --edge drop --max-n 1 --out $2/w.windows.safetensors \
        --peaks $1/pos.narrowPeak --sample pos --label pos --peaks $1/neg.narrowPeak --sample neg --label neg"
    timed "dedup$3" "$(tool dedup) --windows $2/w.windows.safetensors --out $2/c.windows.safetensors"
    timed "split$3" "$(tool split) --corpus $2/c.windows.safetensors --out $2/s.windows.safetensors --bed-out $2/corpus.bed.gz"
}

compare() {
    input "$BENCH/in" 2750000
    : >"$times"
    [[ -s $BENCH/out/upper.fa ]] || "$peers/peers/extract.sh" 1
    for _ in $(seq "${1:-3}"); do
        ours "$BENCH/in" "$BENCH/ours" ''
        timed bedtools_getfasta "bedtools getfasta -fi $BENCH/in/genome.fa -bed $BENCH/out/all.bed -nameOnly -fo $BENCH/out/windows.fa"
        timed python_set "python3 $peers/peers/dedup_set.py $BENCH/out/upper.fa $BENCH/out/dedup.fa"
        timed user "$peers/peers/user.sh"
    done
    cat "$BENCH/logs/last.out"
    grep -h -E '"(windows|distinct_sequences|sequences_in_several_classes|windows_out|edge_dropped|windows_with_n)"' "$BENCH"/ours/[wc].*.manifest.json
    python3 - "$times" <<'PYTHON'
import statistics, sys
cpu, peak = {}, {}
for line in open(sys.argv[1]):
    label, *fields = line.rstrip("\n").split("\t")
    values = dict(field.split("=") for field in fields)
    if values["rc"] != "0":
        sys.exit(f"{label} failed")
    cpu.setdefault(label, []).append(float(values["user"]) + float(values["sys"]))
    peak[label] = max(peak.get(label, 0), int(values["peakMB"]))
cpu = {label: statistics.median(values) for label, values in cpu.items()}
for label, seconds in cpu.items():
    print(f"{label}\t{seconds:.2f} CPU s (median, user + system)\t{peak[label]} MB")
ours = cpu["extract"] + cpu["dedup"] + cpu["split"]
memory = max(peak["extract"], peak["dedup"], peak["split"])
print(f"extract + dedup + split: {ours:.2f}, 1/{cpu['user'] / ours:.1f} of the user's script (at most 1/7)")
print(f"extract: 1/{cpu['bedtools_getfasta'] / cpu['extract']:.1f} of bedtools getfasta (at most 1/2)")
print(f"dedup: 1/{cpu['python_set'] / cpu['dedup']:.1f} of the Python set (at most 1/5)")
print(f"peak memory: {memory} MB, 1/{peak['user'] / memory:.1f} of the user's script (at most 1/5)")
PYTHON
}

growth() {
    : >"$times"
    for peaks in "$@"; do
        input "$BENCH/in-$peaks" "$peaks"
        ours "$BENCH/in-$peaks" "$BENCH/ours-$peaks" "-$peaks"
    done
    python3 - "$times" <<'PYTHON'
import sys
rows = {}
for line in open(sys.argv[1]):
    label, *fields = line.rstrip("\n").split("\t")
    values = dict(field.split("=") for field in fields)
    tool, peaks = label.split("-")
    rows.setdefault(int(peaks), {})[tool] = (float(values["user"]) + float(values["sys"]), int(values["peakMB"]))
print("| peaks | " + " | ".join(f"{tool} CPU s | MB" for tool in ("extract", "dedup", "split")) + " |")
print("|---|" + "---|" * 6)
for peaks, tools in sorted(rows.items()):
    cells = [f"{tools[tool][0]:.2f} | {tools[tool][1]}" for tool in ("extract", "dedup", "split")]
    print(f"| {peaks:,} | " + " | ".join(cells) + " |")
PYTHON
}

# by_kind KIND…: a table of what times.tsv holds of each kind of run, its labels being KIND-PEAKS
by_kind() {
    python3 - "$times" "$@" <<'PYTHON'
import sys
rows = {}
for line in open(sys.argv[1]):
    label, *fields = line.rstrip("\n").split("\t")
    values = dict(field.split("=") for field in fields)
    if values["rc"] != "0":
        sys.exit(f"{label} failed")
    kind, peaks = label.rsplit("-", 1)
    rows.setdefault(int(peaks), {}).setdefault(kind, []).append((float(values["user"]) + float(values["sys"]), int(values["peakMB"])))
kinds = sys.argv[2:]
print("| peaks | " + " | ".join(f"{kind} CPU s | MB" for kind in kinds) + " |")
print("|---|" + "---|" * 2 * len(kinds))
for peaks, found in sorted(rows.items()):
    cells = []
    for kind in kinds:
        cpu, peak = zip(*found[kind])
        cells.append(f"{min(cpu):.2f} to {max(cpu):.2f} | {max(peak)}" if len(cpu) > 1 else f"{cpu[0]:.2f} | {peak[0]}")
    print(f"| {peaks:,} | " + " | ".join(cells) + " |")
PYTHON
}

dedup() {
    local count=$1 in out part parts balance
    shift
    : >"$times"
    for peaks in "$@"; do
        in=$BENCH/in-$peaks out=$BENCH/dedup-$peaks parts=
        input "$in" "$peaks"
        rm -rf "$out"
        mkdir -p "$out"
        timed "extract-$peaks" "$(tool extract) --reference $in/reference --contigs all --out $out/w.windows.safetensors \
            --peaks $in/pos.narrowPeak --sample pos --label pos --peaks $in/neg.narrowPeak --sample neg --label neg"
        # The first run of a tool writes its class archive.
        $(tool dedup) --windows "$out/w.windows.safetensors" --out "$out/first"
        for part in $(seq "$count"); do
            parts+=" $out/$part.windows.safetensors"
            timed "part-$peaks" "$(tool dedup) --windows $out/w.windows.safetensors --shard $part/$count --out $out/$part.windows.safetensors"
        done
        for balance in '' --balance; do
            timed "whole$balance-$peaks" "$(tool dedup) --windows $out/w.windows.safetensors --out $out/whole$balance $balance --clusters-out $out/whole$balance.tsv"
            timed "join$balance-$peaks" "$(tool dedup) --parts $parts --out $out/joined$balance $balance --clusters-out $out/joined$balance.tsv"
            cmp "$out/whole$balance" "$out/joined$balance"
            cmp "$out/whole$balance.tsv" "$out/joined$balance.tsv"
        done
        rm -r "$out"
    done
    by_kind whole part join whole--balance join--balance
}

tokenize() {
    local count=$1 in out part split command parts
    local tokenizer=${TOKENIZER:-$root/../shared/data/dnabert2_tokenizer/tokenizer.json}
    export ENHANCERFLOW_JVM_ARGS=-Xmx2g
    shift
    : >"$times"
    for peaks in "$@"; do
        in=$BENCH/in-$peaks out=$BENCH/tokenize-$peaks parts=
        input "$in" "$peaks"
        rm -rf "$out"
        ours "$in" "$out" "-$peaks"
        command="$(tool tokenize) --corpus $out/s.windows.safetensors --reference $in/reference --tokenizer $tokenizer --threads 2"
        # The first run of a tool writes its class archive.
        $command --shard 1/1024 --out "$out/first"
        timed "whole-$peaks" "$command --out $out/whole/tokens"
        for part in $(seq "$count"); do
            parts+=" $out/$part/tokens"
            timed "part-$peaks" "$command --shard $part/$count --out $out/$part/tokens"
        done
        timed "join-$peaks" "$(tool tokenize) --parts $parts --out $out/joined/tokens"
        for split in train validation test; do
            cmp "$out/whole/tokens/$split.tokens.safetensors" "$out/joined/tokens/$split.tokens.safetensors"
        done
        cmp "$out/whole/tokens.manifest.json" "$out/joined/tokens.manifest.json"
        rm -r "$out"
    done
    by_kind whole part join
}

whole() {
    local in=$BENCH/in out=$BENCH/whole tokenizer
    [[ $1 == 2750000 ]] || in=$BENCH/in-$1
    input "$in" "$1"
    rm -rf "$out"
    mkdir -p "$out"
    : >"$times"
    timed REFERENCE "$(tool reference) --fasta $in/genome.fa --out $out/reference"
    timed EXTRACT "$(tool extract) --reference $out/reference --contigs all --out $out/w.windows.safetensors \
        --peaks $in/pos.narrowPeak --sample pos --label pos --peaks $in/neg.narrowPeak --sample neg --label neg"
    timed DEDUP "$(tool dedup) --windows $out/w.windows.safetensors --out $out/c.windows.safetensors"
    timed SPLIT "$(tool split) --corpus $out/c.windows.safetensors --reference $out/reference --leakage-out $out/leakage.json \
        --out $out/s.windows.safetensors --bed-out $out/corpus.bed.gz"
    for tokenizer in bpe char kmer5; do
        local learned="--kind bpe --size 4096 --corpus $out/s.windows.safetensors --reference $out/reference"
        case $tokenizer in
            char) learned='--kind char' ;;
            kmer5) learned='--kind kmer --k 5' ;;
        esac
        timed "VOCAB $tokenizer" "$(tool vocab) $learned --out $out/$tokenizer.json"
        timed "TOKENIZE $tokenizer" "$(tool tokenize) --corpus $out/s.windows.safetensors --reference $out/reference --tokenizer $out/$tokenizer.json --max-tokens 232 --out $out/$tokenizer"
    done
    python3 - "$times" <<'PYTHON'
import sys
print("| stage | wall s | CPU s | peak MB |\n|---|---|---|---|")
for line in open(sys.argv[1]):
    label, *fields = line.rstrip("\n").split("\t")
    values = dict(field.split("=") for field in fields)
    if values["rc"] != "0":
        sys.exit(f"{label} failed")
    print(f"| {label} | {float(values['wall']):.1f} | {float(values['user']) + float(values['sys']):.1f} | {int(values['peakMB']):,} |")
PYTHON
    ls -l "$out"/*.safetensors "$out"/*/*.safetensors | awk '{print $5, $9}'
}

case ${1:-} in
    whole) whole "${2:-2750000}" ;;
    compare) compare "${2:-3}" ;;
    dedup)
        shift
        count=${1:-4}
        shift || true
        [[ $# -gt 0 ]] || set -- 100000 1000000 2750000 10000000
        dedup "$count" "$@"
        ;;
    tokenize)
        shift
        count=${1:-4}
        shift || true
        [[ $# -gt 0 ]] || set -- 100000 1000000
        tokenize "$count" "$@"
        ;;
    growth)
        shift
        [[ $# -gt 0 ]] || set -- 100000 300000 1000000 2750000 10000000
        growth "$@"
        ;;
    *)
        sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
