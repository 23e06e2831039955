#!/usr/bin/env bash
# The same run on this machine, in podman, Docker and Charliecloud, on a Slurm and on a Grid Engine of its own gives the same bytes.
# Prints a table; exits with 1 where a file differs.
#
#   tests/equal.sh [--small] FOLDER [PLACE…]      local, podman, docker, charliecloud, slurm, resumed, sge: all without a name; what is done is not done again
#
# The run is the demo with one search worker, with --small a smaller one. `resumed` begins on this machine with one model and goes on under Slurm
# with all of them: what the first part has done is taken from its cache. Not compared, as docs/architecture.md says: the record of the run
# (pipeline_info), studies, checkpoints and event files (study).
# It needs what tests/podman.sh, tests/docker.sh, tests/slurm.sh and tests/sge.sh need, and charliecloud (apt-get install).
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
options=(--search_workers 1 --threads 2)
if [[ ${1:-} == --small ]]; then
    shift
    options+=(--simulate_mb 1 --simulate_peaks 600 --models cnn,dnabert2 --trials 1
        --search_settings.cnn max_steps=2,evaluate_every=1 --search_settings.dnabert2 max_steps=2,evaluate_every=1
        --model_settings.cnn max_steps=4,batch_size=8,evaluate_every=2
        --model_settings.dnabert2 layers=1,hidden=16,heads=2,intermediate=32,max_steps=4,batch_size=8,evaluate_every=2)
fi
[[ $# -ge 1 ]] || {
    sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
mkdir -p "$1"
out=$(cd -- "$1" && pwd)
shift
places=(local podman docker charliecloud slurm resumed sge)
[[ $# -gt 0 ]] || set -- "${places[@]}"

pipeline() { # FOLDER PROFILE [OPTION…]
    local folder=$out/$1 profile=$2
    shift 2
    mkdir -p "$folder"
    (cd "$folder" && "$root/nextflow" -q run "$root" -profile "$profile" -ansi-log false "${options[@]}" "$@" -resume >run.log 2>&1) ||
        { tail -n 20 "$folder/run.log" >&2; echo "equal.sh: the run in $folder failed" >&2; return 1; }
}
# Runs the function above under a script that takes a command.
within() { # SCRIPT ARGUMENT… -- FOLDER PROFILE
    local script=()
    while [[ $1 != -- ]]; do
        script+=("$1")
        shift
    done
    shift
    "$root/tests/${script[0]}" "${script[@]:1}" bash -euo pipefail -c "$(declare -f pipeline); $(declare -p out root options); pipeline $*"
}

for where in "$@"; do
    case $where in
        local) pipeline local demo ;;
        podman) within podman.sh "$out/podman-images" -- podman demo,podman ;;
        docker) within docker.sh "$out/podman-images" -- docker demo,docker ;;
        charliecloud)
            image=$out/charliecloud-image
            # ch-run wants a user's name, which is not everywhere in root's environment.
            export USER=${USER:-$(id -un)}
            id=$("$root/tests/podman.sh" "$out/podman-images" podman image inspect -f '{{.Id}}' localhost/enhancerflow:0.1.0-cpu)
            if [[ $id != "$(cat "$image.id" 2>/dev/null)" ]]; then
                rm -rf "$image"
                "$root/tests/podman.sh" "$out/podman-images" ch-convert -i podman localhost/enhancerflow:0.1.0-cpu "$image" >"$image.log" 2>&1 ||
                    { tail -n 5 "$image.log" >&2; echo 'equal.sh: the image was not converted for Charliecloud' >&2; exit 1; }
                echo "$id" >"$image.id"
            fi
            pipeline charliecloud standard,demo,charliecloud --container_cpu "$image"
            ;;
        slurm) within slurm.sh --nodes 2 "$out/slurm-daemons" -- slurm demo,slurm ;;
        resumed)
            pipeline resumed demo --models cnn
            within slurm.sh --nodes 2 "$out/resumed-daemons" -- resumed demo,slurm
            ;;
        sge) within sge.sh "$out/sge-daemons" -- sge demo,sge ;;
        *) echo "equal.sh: '$where' is none of ${places[*]}" >&2; exit 2 ;;
    esac
done

# Every published file's digest, but of what is exempt.
digests() {
    (cd "$out/$1/results" && find . \( -path ./pipeline_info -o -path ./study \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}
rows() { # FOLDER STATUS: tasks of the latest run with this status
    local traces=("$out/$1"/results/pipeline_info/trace_*.txt)
    awk -F '\t' -v status="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "status") column = i } $column == status' "${traces[-1]}" | wc -l
}

reference=$out/local/results
[[ -e $reference/report.html ]] || { echo "equal.sh: nothing to compare with: run with local first" >&2; exit 2; }
code=0
digests local >"$out/local.sha256"
printf '%-12s %6s %9s %7s %9s %7s  %s\n' run files different missing completed cached 'digest of all'
for where in "${places[@]}"; do
    [[ -e $out/$where/results/report.html ]] || continue
    digests "$where" >"$out/$where.sha256"
    different=$(LC_ALL=C join -j 2 <(LC_ALL=C sort -k 2 "$out/local.sha256") <(LC_ALL=C sort -k 2 "$out/$where.sha256") | awk '$2 != $3 { print $1 }')
    missing=$(LC_ALL=C comm -3 <(cut -c 67- "$out/local.sha256" | LC_ALL=C sort) <(cut -c 67- "$out/$where.sha256" | LC_ALL=C sort))
    printf '%-12s %6d %9d %7d %9d %7d  %.16s\n' "$where" "$(wc -l <"$out/$where.sha256")" "$(grep -c . <<<"$different")" \
        "$(grep -c . <<<"$missing")" "$(rows "$where" COMPLETED)" "$(rows "$where" CACHED)" "$(sha256sum <"$out/$where.sha256")"
    [[ -z $different$missing ]] || { printf '  %s\n' $different $missing; code=1; }
done

# What was asked for and given: devices to those that ask, and to none else.
gpu='SEARCH|TRAIN|EVALUATE'
asked() { # PLACE WHAT LIKE UNLIKE: the lines of gpu tasks are like one, those of others like the other
    local tasks=$out/$1-daemons/tasks.txt
    [[ -s $tasks ]] || return 0
    printf '%s: %d jobs; with %s: %d of %d gpu tasks on %s; without: %d of %d others on %s\n' "$1" "$(wc -l <"$tasks")" "$2" \
        "$(grep -E "$gpu" "$tasks" | grep -cP "$3")" "$(grep -cE "$gpu" "$tasks")" "$(grep -E "$gpu" "$tasks" | cut -f 2 | sort -u | paste -s -d ,)" \
        "$(grep -vE "$gpu" "$tasks" | grep -cP "$4")" "$(grep -cvE "$gpu" "$tasks")" "$(grep -vE "$gpu" "$tasks" | cut -f 2 | sort -u | paste -s -d ,)"
    if grep -E "$gpu" "$tasks" | grep -qvP "$3" || grep -vE "$gpu" "$tasks" | grep -qvP "$4"; then
        code=1
    fi
}
for daemons in slurm resumed; do
    asked "$daemons" '--gres and CUDA_VISIBLE_DEVICES' '\tgres:gpu:1\t0$' '\tnone\tnone$'
done
asked sge '-pe smp and -l gpu=1' '\tsmp 2\th_rt=\d+,h_rss=\d+M,mem_free=\d+M,gpu=1$' '\tsmp [12]\th_rt=\d+,h_rss=\d+M,mem_free=\d+M$'
exit "$code"
