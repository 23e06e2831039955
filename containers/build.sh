#!/usr/bin/env bash
# Builds the images of containers/ with podman, without a daemon and without a registry: the base is made of Debian's packages, in the versions
# that packages.amd64.txt or packages.arm64.txt pins. The same checkout gives the same image, byte by byte: its id is printed last.
#
#   containers/build.sh cpu                      localhost/enhancerflow:0.1.0-cpu, from a checkout whose tools are built
#   containers/build.sh cuda LIBTORCH.zip        localhost/enhancerflow:0.1.0-cuda; without the file it is fetched from download.pytorch.org
#   containers/build.sh base                     the base alone, anew
#   containers/build.sh pin                      writes packages.amd64.txt or packages.arm64.txt with what Debian has today
#
#   ARCHITECTURE   amd64 or arm64 in place of this machine's; programs of the other must run here, by binfmt_misc and qemu
#   DEBIAN     where packages come from: http://deb.debian.org/debian; once Debian has moved on from a pinned version,
#              http://snapshot.debian.org/archive/debian/20261201T000000Z
#   BASE       an image with these packages in place of one made here
#   LIBTORCH_SHA256   what the SHA-256 of LIBTORCH.zip must be; without it the digest is printed, for the next time
# It needs podman, mmdebstrap and, for the base, root or subordinate ids (package uidmap); for another architecture arch-test, too.
set -euo pipefail

version=0.1.0
# When the content is from, for files and layers: no build has a date of its own.
export SOURCE_DATE_EPOCH=1796083200
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
architecture=${ARCHITECTURE:-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')}
pinned=$root/containers/packages.$architecture.txt
archive=${DEBIAN:-http://deb.debian.org/debian}
wanted=openjdk-17-jre-headless,procps,libgomp1,unzip

fail() {
    printf 'build.sh: %s\n' "$1" >&2
    exit 2
}

# Writes the file system of a minimal Debian with these packages.
bootstrap() { # PACKAGES OUT.tar
    local security=${archive/%\/debian/\/debian-security}
    security=${security/\/debian\//\/debian-security\/}
    # No name of this machine, no address of its name server.
    mmdebstrap --quiet --architectures="$architecture" --variant=essential --include="$1" \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
        --customize-hook='copy-in '"$root/containers/provision.sh"' '"$pinned"' /tmp' \
        --customize-hook='chroot "$1" /tmp/provision.sh /tmp/packages.'"$architecture"'.txt' \
        --customize-hook='echo enhancerflow >"$1/etc/hostname"; : >"$1/etc/resolv.conf"' \
        bookworm "$2" \
        "deb $archive bookworm main" "deb $archive bookworm-updates main" "deb $security bookworm-security main"
}

base() {
    local image stage
    [[ -s $pinned ]] || fail "there is no list of packages for $architecture yet: build.sh pin writes ${pinned##*/}"
    image=localhost/enhancerflow-base:$(sha256sum "$pinned" "$root/containers/provision.sh" | sha256sum | cut -c 1-16)
    if [[ ${1:-} == anew ]] || ! podman image exists "$image"; then
        stage=$(mktemp -d)
        # shellcheck disable=SC2064
        trap "rm -rf '$stage'" EXIT
        bootstrap "$(paste -s -d , "$pinned")" "$stage/base.tar" >&2 ||
            fail "a pinned version is gone from $archive: set DEBIAN=http://snapshot.debian.org/archive/debian/20261201T000000Z, or pin today's with build.sh pin"
        # An import of its own would carry its date.
        printf 'FROM scratch\nADD base.tar /\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCMD ["/bin/bash"]\n' >"$stage/Dockerfile"
        podman build -q --platform "linux/$architecture" --timestamp "$SOURCE_DATE_EPOCH" -t "$image" "$stage" >&2
    fi
    echo "$image"
}

build() { # KIND CONTEXT
    local image=localhost/enhancerflow:$version-$1 from
    from=${BASE:-$(base)}
    podman build -q --platform "linux/$architecture" --timestamp "$SOURCE_DATE_EPOCH" --network=none --pull=never --build-arg BASE="$from" \
        -f "$root/containers/$1/Dockerfile" -t "$image" "$2" >&2
    echo "$image $(podman image inspect -f '{{.Id}}' "$image")"
}

[[ $architecture =~ ^(amd64|arm64)$ ]] || fail "images are for amd64 and arm64, not $architecture"
command -v podman >/dev/null || fail 'podman is missing: apt-get install podman'
[[ -n ${BASE:-} ]] || command -v mmdebstrap >/dev/null || fail 'mmdebstrap is missing: apt-get install mmdebstrap'
case ${1:-} in
    cpu)
        machine=$(sed 's/amd64/x86_64/; s/arm64/aarch64/' <<<"$architecture")
        compgen -G "$root/java-tools/runtime/libtorch/target/lib/*-linux-$machine.jar" >/dev/null ||
            fail "libtorch is not resolved for linux-$machine: build the tools on such a machine with ./nextflow or mvn package"
        build cpu "$root"
        ;;
    cuda)
        [[ $architecture == amd64 ]] || fail "there is no libtorch for CUDA on $architecture: use the cpu image, or an installation (ENHANCERFLOW_LIBTORCH)"
        context=$(mktemp -d)
        trap 'rm -rf "$context"' EXIT
        mkdir "$context/containers"
        cp "$root/containers/provision.sh" "$pinned" "$context/containers/"
        if [[ -n ${2:-} ]]; then
            cp "$2" "$context/libtorch.zip"
        else
            curl -fL -o "$context/libtorch.zip" \
                'https://download.pytorch.org/libtorch/cu128/libtorch-cxx11-abi-shared-with-deps-2.7.1%2Bcu128.zip'
        fi
        digest=$(sha256sum "$context/libtorch.zip" | cut -d ' ' -f 1)
        [[ ${LIBTORCH_SHA256:-$digest} == "$digest" ]] ||
            fail "libtorch.zip has the SHA-256 $digest, not $LIBTORCH_SHA256: it is damaged, or another file than the one you know"
        [[ -n ${LIBTORCH_SHA256:-} ]] || echo "build.sh: libtorch.zip was not checked; to have it checked next time: LIBTORCH_SHA256=$digest" >&2
        build cuda "$context"
        ;;
    base) base anew ;;
    pin)
        list=$(mktemp)
        trap 'rm -f "$list" "$list.tar"' EXIT
        : >"$pinned"
        bootstrap "$wanted" "$list.tar" >&2
        tar -xO -f "$list.tar" ./var/lib/dpkg/status |
            awk '/^Package: /{name=$2} /^Version: /{print name "=" $2}' | LC_ALL=C sort >"$pinned"
        echo "$pinned: $(wc -l <"$pinned") packages"
        ;;
    *)
        sed -n '2,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
