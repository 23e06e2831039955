#!/usr/bin/env bash
# Packs the tools for machines without internet and without a JDK: a Java runtime made by jlink, the tools and jtool. libtorch stays
# apart, since it depends on the machine: a folder with libtorch.so of an installation, or the Maven artifact that the build put into
# java-tools/runtime/libtorch/target/lib.
#
#   containers/offline.sh OUT.tar.xz|OUT.tar   from a checkout whose tools are built (./nextflow, or mvn package)
#
# There: tar xf OUT.tar.xz; (cd enhancerflow && sha256sum -c --quiet SHA256SUMS); ENHANCERFLOW_LIBTORCH=… enhancerflow/bin/jtool TOOL …
set -euo pipefail

fail() {
    printf 'offline.sh: %s\n' "$1" >&2
    exit "$2"
}

[[ $# -eq 1 && $1 =~ \.tar(\.xz)?$ ]] || {
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$(dirname -- "$1")"
out=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
java=${JAVA_HOME:+$JAVA_HOME/bin/}
for source in "$root"/java-tools/tools/*/src/main; do
    tool=$(basename "${source%/src/main}")
    [[ -e $root/java-tools/jars/$tool.jar ]] || fail "$tool.jar is missing: build the tools with ./nextflow or mvn package" 2
done
stage=$(mktemp -d)
trap 'rm -rf "$stage" "$out.part"' EXIT

# All that the tools and DJL ask for; java.net.http and crypto for pretrained weights, java.sql for studies in a database, zipfs for model files.
runtime() {
    "${java}jlink" --output "$1" --strip-debug --no-man-pages \
        --add-modules java.base,java.management,jdk.management,jdk.unsupported,java.logging,java.net.http,java.naming,java.security.jgss,java.sql,java.xml,java.desktop,jdk.crypto.ec,jdk.zipfs
    # So that jtool can say why this runtime does not start elsewhere.
    uname -sm >"$1/platform"
}

# Every class of every tool once, in one JAR that goes by each tool's name. Tools share versions of libraries, or this fails.
jars() {
    local jar
    mkdir -p "$1" "$2"
    "${java}java" "$root/containers/OneJar.java" "$1/enhancerflow.jar" "$2" "$(platform)" "$root"/java-tools/jars/*.jar
    for jar in "$root"/java-tools/jars/*.jar; do
        ln -s enhancerflow.jar "$1/$(basename "$jar")"
    done
}

# As DJL names it.
platform() {
    local system machine
    system=$(uname -s | sed 's/Darwin/osx/; s/Linux/linux/')
    machine=$(uname -m | sed 's/arm64/aarch64/')
    echo "$system-$machine"
}

top=$stage/enhancerflow
mkdir -p "$top/bin"
runtime "$top/runtime"
jars "$top/java-tools/jars" "$top/notices"
cp "$root/bin/jtool" "$top/bin/"
cp "$root/LICENSE" "$root/CITATIONS.md" "$top/"
(cd "$top" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
case $out in
    *.xz) pack=(xz --threads=1 --lzma2=preset=6,dict=64MiB) ;;
    *) pack=(cat) ;;
esac
tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - enhancerflow | "${pack[@]}" >"$out.part"
mv "$out.part" "$out"
echo "$out: $(($(stat -c %s "$out") / 1000000)) MB"
