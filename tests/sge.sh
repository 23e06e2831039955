#!/usr/bin/env bash
# Starts a Grid Engine of its own on this machine, from Debian's packages and without systemd, runs a command in it, and stops it again.
#
#   tests/sge.sh FOLDER COMMAND [ARGUMENT…]
#
# One node, n1, with a device of the resource gpu, of the kind fake, and the parallel environment smp. Daemons and command see a network of their own
# with nothing but this machine in it, since a Grid Engine listens everywhere and believes who asks: build the tools before. The command finds
# its Grid Engine through SGE_ROOT and SGE_CELL. FOLDER keeps configuration and logs, and
#   FOLDER/tasks.txt   a line for each job started, tab-separated: its name, its node, its parallel environment, the resources it asked for
#   FOLDER/jobs.txt    a line for each finished job, by Grid Engine's accounting: its name, node, exit status, and why it failed, or 0
# It needs root and gridengine-master gridengine-exec gridengine-client iproute2 (apt-get install).
set -euo pipefail

fail() {
    printf 'sge.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

[[ $# -ge 2 ]] || {
    sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
[[ $(id -u) -eq 0 ]] || fail 'it needs root, to start daemons that start jobs as others' 2
packages=/usr/lib/gridengine
for program in sge_qmaster sge_execd qsub spooldefaults; do
    [[ -x $packages/$program ]] || fail "$program is missing: apt-get install gridengine-master gridengine-exec gridengine-client" 2
done
command -v ip >/dev/null || fail 'ip is missing: apt-get install iproute2' 2

# A name and a network of its own, in which no other Grid Engine has taken the ports.
if [[ ${ENHANCERFLOW_SGE:-} != within ]]; then
    ENHANCERFLOW_SGE=within exec unshare --net --uts --mount -- "${BASH_SOURCE[0]}" "$@"
fi
unset ENHANCERFLOW_SGE

mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
shift
rm -rf "${folder:?}"/{root,spool,log,hosts,jobs.txt,tasks.txt}
mkdir -p "$folder"/{log,spool/qmaster/job_scripts,spool/execd,root/default/common,root/bin,root/utilbin,root/lib}

hostname n1
ip link set lo up
# Its name comes first, as that of the address. The mount is seen in here alone.
echo '127.0.0.1 n1 localhost' >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

export SGE_ROOT=$folder/root SGE_CELL=default SGE_QMASTER_PORT=6444 SGE_EXECD_PORT=6445 SGE_CLUSTER_NAME=enhancerflow
unset SGE_ARCH
ln -s /usr/share/gridengine/util "$SGE_ROOT/util"
arch=$("$SGE_ROOT/util/arch")
for part in bin utilbin lib; do
    ln -s "$packages" "$SGE_ROOT/$part/$arch"
done
common=$SGE_ROOT/$SGE_CELL/common
echo n1 >"$common/act_qmaster"
cat >"$common/bootstrap" <<END
admin_user              none
default_domain          none
ignore_fqdn             false
spooling_method         classic
spooling_lib            libspoolc
spooling_params         $common;$folder/spool/qmaster
binary_path             $packages
qmaster_spool_dir       $folder/spool/qmaster
security_mode           none
listener_threads        2
worker_threads          2
scheduler_threads       1
END

# Root's jobs are welcome, and what is done is told at once.
sed -E -e "s|^(execd_spool_dir +).*|\1$folder/spool/execd|" -e 's/^(min_[ug]id +).*/\10/' -e 's/^(mailer +).*/\1\/bin\/true/' \
    -e 's/^(administrator_mail +).*/\1none/' -e 's/^(load_report_time +).*/\100:00:02/' -e 's/flush_time=[0-9:]+/flush_time=00:00:01/' \
    /usr/share/gridengine/default-configuration >"$folder/configuration"
# A prolog has no say in what its job asks for: it reads it off. A job whose prolog fails does not start.
cat >"$folder/prolog.sh" <<END
#!/bin/sh
asked=\$(/usr/bin/qstat -j "\$JOB_ID" | sed -n 's/^hard resource_list: *//p')
printf '%s\t%s\t%s %s\t%s\n' "\$JOB_NAME" "\$HOSTNAME" "\${PE:-none}" "\$NSLOTS" "\${asked:-none}" >>'$folder/tasks.txt'
END
chmod 755 "$folder/prolog.sh"
: >"$folder/tasks.txt"
chmod 666 "$folder/tasks.txt"

stop() {
    trap - EXIT
    local file pid
    # Jobs first, so that none outlives its node.
    if [[ -s $folder/spool/qmaster/qmaster.pid ]]; then
        timeout 10 qdel -u '*' >"$folder/log/stop" 2>&1 || true
        for _ in $(seq 150); do
            [[ -n $(timeout 5 qstat -u '*' 2>>"$folder/log/stop") ]] || break
            sleep 0.1
        done
        timeout 10 qconf -kej n1 >>"$folder/log/stop" 2>&1 || true
        timeout 10 qconf -km >>"$folder/log/stop" 2>&1 || true
    fi
    for file in "$folder/spool/execd/n1/execd.pid" "$folder/spool/qmaster/qmaster.pid"; do
        [[ -s $file ]] || continue
        pid=$(cat "$file")
        for _ in $(seq 150); do
            [[ $(cat "/proc/$pid/comm" 2>/dev/null) == sge_* ]] || continue 2
            sleep 0.1
        done
        kill -KILL "$pid"
    done
    accounted
}
# The fields of accounting(5) that tell how a job ended.
accounted() {
    [[ ! -s $common/accounting ]] || awk -F : -v OFS='\t' '!/^#/ { print $5, $2, $13, $12 }' "$common/accounting" >"$folder/jobs.txt"
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

configure() { # PROGRAM [ARGUMENT…]
    "$@" >>"$folder/log/configure" 2>&1 || fail "$* failed: see $folder/log/configure"
}
resources=/usr/share/gridengine/util/resources
configure "$packages/spoolinit" classic libspoolc "$common;$folder/spool/qmaster" init
configure "$packages/spooldefaults" configuration "$folder/configuration"
configure "$packages/spooldefaults" complexes "$resources/centry"
configure "$packages/spooldefaults" pes "$resources/pe"
configure "$packages/spooldefaults" usersets "$resources/usersets"
configure "$packages/spooldefaults" managers root
configure "$packages/spooldefaults" adminhosts n1
# A daemon's environment is passed on to jobs: it has nothing of this shell's.
daemon=(env -i "PATH=$PATH" LANG=C.UTF-8 "SGE_ROOT=$SGE_ROOT" "SGE_CELL=$SGE_CELL" "SGE_QMASTER_PORT=$SGE_QMASTER_PORT" "SGE_EXECD_PORT=$SGE_EXECD_PORT")
configure "${daemon[@]}" "$packages/sge_qmaster"

# The device counts by job: of a resource that counts by slot, a task of two cores would ask for two.
qconf -sc >"$folder/complexes"
printf 'gpu gpu INT <= YES JOB 0 0\ngpu_type gpu_type STRING == YES NO NONE 0\n' >>"$folder/complexes"
configure qconf -Mc "$folder/complexes"
qconf -ssconf | sed -E -e 's/^(schedule_interval +).*/\10:0:2/' -e 's/^(flush_(submit|finish)_sec +).*/\11/' >"$folder/scheduler"
configure qconf -Msconf "$folder/scheduler"
printf '%s\n' 'hostname n1' 'load_scaling NONE' 'complex_values gpu=1,gpu_type=fake' 'user_lists NONE' 'xuser_lists NONE' 'projects NONE' 'xprojects NONE' \
    'usage_scaling NONE' 'report_variables NONE' >"$folder/host"
configure qconf -Ae "$folder/host"
configure qconf -as n1
# As Grid Engine makes a queue, but for these: a busy machine takes jobs, and a job has a moment to end by itself.
EDITOR=true configure qconf -aq all.q
qconf -sq all.q | sed -E -e 's/^(hostlist +).*/\1n1/' -e 's/^(load_thresholds +).*/\1NONE/' -e "s/^(slots +).*/\1$(nproc)/" -e 's/^(pe_list +).*/\1smp/' \
    -e "s|^(prolog +).*|\1$folder/prolog.sh|" -e 's/^(notify +).*/\100:00:10/' >"$folder/queue"
configure qconf -Mq "$folder/queue"
configure "${daemon[@]}" "$packages/sge_execd"
up() {
    [[ $(timeout 5 qstat -f -xml 2>/dev/null) == *'<load_avg>'* ]]
}
deadline=$((SECONDS + 60))
until up; do
    [[ $SECONDS -lt $deadline ]] || fail "the node is not up: see $folder/spool"
    sleep 0.2
done

# A job of its own, so that a signal reaches it at once, and this script after it.
set -m
"$@" <&0 &
command=$!
set +m
trap 'kill -TERM -- "-$command" 2>/dev/null || true' TERM
trap 'kill -INT -- "-$command" 2>/dev/null || true' INT
code=0
wait "$command" || code=$?
while kill -0 "$command" 2>/dev/null; do
    code=0
    wait "$command" || code=$?
done
exit "$code"
