#!/usr/bin/env bash
# What a start costs in CPU seconds: Nextflow with seven trivial tasks (their shells included), and a short tool on next to nothing, each with and without its class
# archive. Best of N runs (default 5): another's work on the machine only adds.
#
#   java-tools/bench/start.sh [N]      from a checkout whose tools are built
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
runs=${1:-5}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export ENHANCERFLOW_BUILD=never NXF_HOME=$folder/home
printf 'process ONE {\n    input:\n    val x\n    output:\n    path "x"\n    script:\n    "echo ${x} > x"\n}\nworkflow {\n    ONE(channel.of(1..7)).view()\n}\n' >main.nf

# CPU seconds of a command, user and system, the least of several.
least() {
    local best='' i used TIMEFORMAT='%U %S'
    for ((i = 0; i < runs; i++)); do
        used=$({ time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.2f", $1 + $2 }')
        best=$(awk -v a="$best" -v b="$used" 'BEGIN { print a == "" || b < a ? b : a }')
    done
    echo "$best"
}

cp "$root/java-tools/jars/reference.jar" .
printf '>chr1\n%s\n' "$(head -c 3000 /dev/zero | tr '\0' A)" >genome.fa
"$root/nextflow" -version >/dev/null
"$root/bin/jtool" ./reference.jar --fasta genome.fa --out reference 2>/dev/null
printf 'Nextflow, seven tasks:           %s\n' "$(least "$root/nextflow" -q run main.nf -ansi-log false)"
printf '  with C1 alone:                 %s\n' "$(NXF_JVM_ARGS=-XX:TieredStopAtLevel=1 least "$root/nextflow" -q run main.nf -ansi-log false)"
printf 'reference, 3 kb:                 %s\n' "$(least "$root/bin/jtool" ./reference.jar --fasta genome.fa --out reference)"
home=$(readlink -f -- "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")")
printf '  with the JVM'"'"'s own archive:   %s\n' "$(ENHANCERFLOW_JVM_ARGS=-XX:SharedArchiveFile=${home%/bin/java}/lib/server/classes.jsa least "$root/bin/jtool" ./reference.jar --fasta genome.fa --out reference)"
