#!/usr/bin/env bash
# Runs a command with podman and the CPU image at hand, also as root on a machine without systemd, such as one that is a container itself.
#
#   tests/podman.sh FOLDER COMMAND [ARGUMENT…]
#
# Without systemd FOLDER keeps podman's settings and images: runc, control groups without a manager, no network. The image is built if it is not
# there or its Dockerfile is newer (containers/build.sh; minutes, from Debian's packages). It needs podman runc mmdebstrap (apt-get install).
set -euo pipefail

[[ $# -ge 2 ]] || {
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
shift
command -v podman >/dev/null || { echo 'podman.sh: podman is missing: apt-get install podman runc mmdebstrap' >&2; exit 2; }

if [[ ! -d /run/systemd/system && $(id -u) -eq 0 ]]; then
    command -v runc >/dev/null || { echo 'podman.sh: runc is missing: apt-get install runc' >&2; exit 2; }
    cat >"$folder/containers.conf" <<'END'
[containers]
netns = "none"
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
END
    printf '[storage]\ndriver = "overlay"\ngraphroot = "%s/storage"\nrunroot = "%s/run"\n' "$folder" "$folder" >"$folder/storage.conf"
    export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf
fi

image=localhost/enhancerflow:0.1.0-cpu
inputs=$(cd "$root/containers" && sha256sum build.sh provision.sh packages.amd64.txt cpu/Dockerfile | sha256sum)
if ! podman image exists "$image" || [[ $inputs != "$(cat "$folder/built" 2>/dev/null)" ]]; then
    "$root/containers/build.sh" cpu >&2
    echo "$inputs" >"$folder/built"
fi
code=0
"$@" || code=$?
exit "$code"
