#!/usr/bin/env bash
# Runs a command with Docker and the CPU image at hand: with the Docker that answers, or, as root, with one of its own, without systemd, too.
#
#   tests/docker.sh FOLDER COMMAND [ARGUMENT…]
#
# Its own Docker keeps images and log in FOLDER/docker, gives containers no network, touches no firewall, and ends with this script. The command finds
# it through DOCKER_HOST and has no standard input. The image is podman's, which tests/podman.sh keeps in FOLDER. It needs podman runc mmdebstrap
# docker.io (apt-get install).
set -euo pipefail

[[ $# -ge 2 ]] || {
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
shift

fail() {
    printf 'docker.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}
command -v docker >/dev/null || fail 'docker is missing: apt-get install docker.io' 2

daemon=
command=
run=
group=enhancerflow-docker-$$
stop() {
    trap - EXIT
    # What has been told to end may still be saving its work.
    local deadline=$((SECONDS + 120))
    while [[ -n $command ]] && kill -0 -- "-$command" 2>/dev/null; do
        [[ $SECONDS -lt $deadline ]] || kill -KILL -- "-$command" 2>/dev/null || true
        sleep 0.2
    done
    [[ -n $run ]] || return 0
    if [[ -n $daemon ]]; then
        # Containers that are left hear SIGTERM, and SIGKILL after ten seconds.
        kill -TERM "$daemon" 2>/dev/null || true
        wait "$daemon" || true
        find /sys/fs/cgroup -maxdepth 2 -name "$group" -exec rmdir {} +
    fi
    rm -rf "$run"
}
trap stop EXIT
signalled() { # NAME CODE
    [[ -z $command ]] || kill "-$1" -- "-$command" 2>/dev/null || true
    exit "$2"
}
trap 'signalled HUP 129' HUP
trap 'signalled TERM 143' TERM
trap 'signalled INT 130' INT

if ! docker version >/dev/null 2>&1; then
    PATH=$PATH:/usr/sbin
    [[ $(id -u) -eq 0 ]] || fail 'no Docker answers, and to start one it needs root' 2
    command -v dockerd >/dev/null || fail 'no Docker answers, and dockerd is missing: apt-get install docker.io' 2
    exec {lock}>"$folder/docker.lock"
    flock -n "$lock" || fail "another one is at work in $folder" 2
    # Names of sockets are short.
    run=$(mktemp -d /tmp/enhancerflow-docker.XXXXXX)
    chmod 755 "$run"
    export DOCKER_HOST=unix://$run/docker.sock
    # A session of its own hears no Ctrl-C. Mounts are its own, too: they end with it, and a machine's settings in /etc/docker stay as they are.
    # shellcheck disable=SC2016
    setsid setpriv --pdeathsig TERM unshare --mount --propagation slave bash -c 'mkdir -p /etc/docker; mount -t tmpfs none /etc/docker; exec "$@"' - \
        dockerd --data-root "$folder/docker" --exec-root "$run/exec" --pidfile "$run/docker.pid" -H "$DOCKER_HOST" \
        --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$group" --bridge none --iptables=false --ip6tables=false --ip-forward=false \
        {lock}>&- </dev/null >"$folder/docker.log" 2>&1 &
    daemon=$!
    deadline=$((SECONDS + 60))
    until docker version >/dev/null 2>&1; do
        kill -0 "$daemon" 2>/dev/null || fail "dockerd has ended: see $folder/docker.log"
        [[ $SECONDS -lt $deadline ]] || fail "dockerd does not answer: see $folder/docker.log"
        sleep 0.2
    done
fi

image=enhancerflow:0.1.0-cpu
# Both call it by the digest of its configuration.
built=$("$root/tests/podman.sh" "$folder" podman image inspect -f '{{.Id}}' "localhost/$image")
if [[ $(docker image inspect -f '{{.Id}}' "$image" 2>/dev/null || true) != "sha256:$built" ]]; then
    "$root/tests/podman.sh" "$folder" podman save "localhost/$image" | docker load >&2
    docker tag "localhost/$image" "$image"
    docker image rm "localhost/$image" >&2
fi

# A group of processes of its own, as at a terminal: all of it hears a signal, once.
set -m
"$@" </dev/null &
command=$!
set +m
code=0
wait "$command" || code=$?
command=
exit "$code"
