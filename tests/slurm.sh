#!/usr/bin/env bash
# Starts a Slurm of its own on this machine, from Debian's packages and without systemd, runs a command in it, and stops it again.
#
#   tests/slurm.sh [--nodes N] FOLDER COMMAND [ARGUMENT…]
#   tests/slurm.sh --lose FOLDER     loses a node of that Slurm that has a job, as when its power fails; it comes back once Slurm has noticed
#
# One node shares the machine's network. More are network namespaces on a bridge, each with an address of its own. n1 has a device of the kind gpu,
# the others have none. The command finds its Slurm through SLURM_CONF. FOLDER keeps configuration and logs, and
#   FOLDER/jobs.txt    a line for each finished job: its name, state and node, by Slurm
#   FOLDER/tasks.txt   a line for each job started, tab-separated: its name, its node, what it asked for (TresPerNode), the CUDA devices it sees
# It needs root and slurmctld slurmd slurm-client munge (apt-get install); for more than one node also iproute2.
set -euo pipefail

usage() {
    sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

fail() {
    printf 'slurm.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

lose() { # FOLDER
    local folder bridge jobs=() job node pids
    folder=$(cd -- "$1" && pwd)
    export SLURM_CONF=$folder/slurm.conf
    bridge=$(cat "$folder/bridge") || fail "only a node of several can be lost, and $1 has no Slurm of several" 2
    until [[ ${#jobs[@]} -gt 0 ]]; do
        kill -0 "$(cat "$folder/slurmctld.pid")" || fail "the Slurm of $1 has ended"
        mapfile -t jobs < <(timeout 5 squeue --noheader --states=RUNNING --format='%N %j')
    done
    job=${jobs[RANDOM % ${#jobs[@]}]}
    node=${job%% *}
    mapfile -t pids < <(ip netns pids "$bridge-$node")
    kill -KILL "${pids[@]}" 2>/dev/null || true
    until timeout 5 sinfo --noheader --Node --nodes="$node" --format=%t | grep -q '^down'; do
        kill -0 "$(cat "$folder/slurmctld.pid")" || fail "the Slurm of $1 has ended"
        sleep 0.5
    done
    nsenter --net="/run/netns/$bridge-$node" slurmd -N "$node" >"$folder/log/slurmd-$node.out" 2>&1 || fail "$node did not come back: see $folder/log"
    printf '%s, of %d processes, at work on %s\n' "$node" "${#pids[@]}" "${job#* }"
}

if [[ ${1:-} == --lose ]]; then
    [[ $# -eq 2 ]] || usage
    PATH=$PATH:/usr/sbin
    lose "$2"
    exit
fi

nodes=1
[[ ${1:-} != --nodes ]] || { nodes=${2:-}; shift 2 || usage; }
[[ $# -ge 2 && $nodes =~ ^[1-9]$ ]] || usage
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
shift
[[ $(id -u) -eq 0 ]] || fail 'it needs root, to start daemons that start jobs as others' 2
PATH=$PATH:/usr/sbin
for program in slurmctld slurmd sbatch munged; do
    command -v "$program" >/dev/null || fail "$program is missing: apt-get install slurmctld slurmd slurm-client munge" 2
done
[[ $nodes -eq 1 ]] || command -v ip >/dev/null || fail 'ip is missing: apt-get install iproute2' 2

rm -rf "${folder:?}"/{state,spool,log,bridge,jobs.txt,tasks.txt}
mkdir -p "$folder"/{state,spool,log}
: >"$folder/tasks.txt"
chmod 666 "$folder/tasks.txt"

# A number of its own for every Slurm on this machine: a block of ports, a net, names of interfaces.
exec {claim}>/tmp/enhancerflow-slurm.lock
for ((number = 1; number < 200; number++)); do
    exec {mine}>"/tmp/enhancerflow-slurm-$number.lock"
    ! flock -n "$mine" || break
    exec {mine}>&-
done
port=$((17000 + number * 20))
net=10.213.$number
bridge=efs$number
address=127.0.0.1
listen=NoCtldInAddrAny,NoInAddrAny
# Within namespaces, where this machine alone reaches them, daemons listen everywhere: they would choose the machine's name, which is no address of theirs.
[[ $nodes -eq 1 ]] || { address=$net.10; listen=; }

memory=$(awk '/MemTotal/{print int($2 / 1024 * 0.9)}' /proc/meminfo)
{
    cat <<END
ClusterName=enhancerflow
SlurmctldHost=$(hostname)($address)
SlurmctldPort=$port
${listen:+CommunicationParameters=$listen}
AuthType=auth/munge
AuthInfo=socket=/tmp/enhancerflow-slurm-$number.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
TaskProlog=$folder/task.sh
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/linux
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$folder/jobs.txt
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=1,sched_interval=5
ReturnToService=2
SlurmdTimeout=${SLURMD_TIMEOUT:-30}
SlurmdParameters=config_overrides
KillWait=10
GresTypes=gpu
END
    for ((node = 1; node <= nodes; node++)); do
        gres=
        [[ $node -gt 1 ]] || gres=' Gres=gpu:fake:1'
        where=127.0.0.1
        [[ $nodes -eq 1 ]] || where=$net.$((10 + node))
        echo "NodeName=n$node NodeHostname=$(hostname) NodeAddr=$where Port=$((port + node)) CPUs=$(nproc) RealMemory=$((memory / nodes)) State=UNKNOWN$gres"
    done
    echo "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO"
} >"$folder/slurm.conf"
echo "NodeName=n1 Name=gpu Type=fake File=/dev/null" >"$folder/gres.conf"
echo "CgroupAutomount=no" >"$folder/cgroup.conf"
cat >"$folder/task.sh" <<END
#!/bin/sh
asked=\$(scontrol show job -o "\$SLURM_JOB_ID" | sed -nE 's/.*TresPerNode=([^ ]+).*/\1/p')
printf '%s\t%s\t%s\t%s\n' "\$SLURM_JOB_NAME" "\$SLURMD_NODENAME" "\${asked:-none}" "\${CUDA_VISIBLE_DEVICES:-none}" >>'$folder/tasks.txt'
END
chmod 755 "$folder/task.sh"
export SLURM_CONF=$folder/slurm.conf

daemons=()
stop() {
    trap - EXIT
    # Jobs first, so that none outlives its node.
    timeout 10 scancel --quiet --state=RUNNING --state=PENDING --user="$(id -un)" 2>/dev/null || true
    local pid file
    for file in "$folder"/slurmd-*.pid "$folder/slurmctld.pid" "$folder/munged.pid"; do
        [[ ! -s $file ]] || daemons+=("$(cat "$file")")
    done
    [[ ${#daemons[@]} -eq 0 ]] || kill "${daemons[@]}" 2>/dev/null || true
    for pid in ${daemons[@]+"${daemons[@]}"}; do
        for _ in $(seq 100); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
    done
    if [[ $nodes -gt 1 ]]; then
        for ((node = 0; node <= nodes; node++)); do
            ip netns del "$bridge-n$node" 2>/dev/null || true
        done
        ip link del "$bridge" 2>/dev/null || true
    fi
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

if [[ $nodes -gt 1 ]]; then
    echo "$bridge" >"$folder/bridge"
    ip link add "$bridge" type bridge
    ip addr add "$net.1/24" dev "$bridge"
    ip link set "$bridge" up
    for ((node = 0; node <= nodes; node++)); do
        ip netns add "$bridge-n$node"
        ip link add "$bridge-v$node" type veth peer name eth0 netns "$bridge-n$node"
        ip link set "$bridge-v$node" master "$bridge"
        ip link set "$bridge-v$node" up
        ip -n "$bridge-n$node" addr add "$net.$((10 + node))/24" dev eth0
        ip -n "$bridge-n$node" link set lo up
        ip -n "$bridge-n$node" link set eth0 up
    done
fi

# Daemons let go of the locks and of the command's output.
(umask 077 && head -c 1024 /dev/urandom >"$folder/munge.key")
munged --force --key-file="$folder/munge.key" --socket="/tmp/enhancerflow-slurm-$number.socket" --pid-file="$folder/munged.pid" \
    --log-file="$folder/log/munged.log" --seed-file="$folder/munge.seed" {claim}>&- {mine}>&- >"$folder/log/munged.out" 2>&1 ||
    fail "munged did not start: see $folder/log"
start() { # NODE DAEMON [ARGUMENT…]
    local within=() node=$1
    shift
    # Not `ip netns exec`, which mounts a /sys of its own, without control groups.
    [[ $nodes -eq 1 ]] || within=(nsenter --net="/run/netns/$bridge-n$node")
    ${within[@]+"${within[@]}"} "$@" {claim}>&- {mine}>&- >"$folder/log/$1-n$node.out" 2>&1 ||
        fail "$1 of n$node did not start: see $folder/log"
}
start 0 slurmctld -i
for ((node = 1; node <= nodes; node++)); do
    start "$node" slurmd -N "n$node"
done
up() {
    [[ $(timeout 5 sinfo -h -N -t idle -o %N 2>/dev/null | wc -l) -eq $nodes ]]
}
deadline=$((SECONDS + 60))
until up; do
    [[ $SECONDS -lt $deadline ]] || fail "not all nodes are up: see $folder/log"
    sleep 0.2
done

code=0
"$@" || code=$?
exit "$code"
