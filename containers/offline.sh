#!/usr/bin/env bash
# Packs the tools for machines without internet and without a JDK: a Java runtime made by jlink, the tools' JARs and jtool. libtorch stays
# apart, since it depends on the machine: a folder with libtorch.so of an installation, or the Maven artifact that the build put into
# java-tools/runtime/libtorch/target/lib.
#
#   containers/offline.sh OUT.tar.xz        from a checkout whose tools are built (./nextflow, or mvn package)
#
# There: tar xf OUT.tar.xz; ENHANCERFLOW_LIBTORCH=… enhancerflow/bin/jtool TOOL …
set -euo pipefail

[[ $# -eq 1 ]] || {
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$(dirname -- "$1")"
out=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
java=${JAVA_HOME:+$JAVA_HOME/bin/}
compgen -G "$root/java-tools/jars/*.jar" >/dev/null || {
    echo "offline.sh: no JARs in java-tools/jars: build the tools with ./nextflow or mvn package" >&2
    exit 2
}
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/enhancerflow/bin" "$stage/enhancerflow/java-tools"
# All that the tools and DJL ask for; java.net.http and crypto for pretrained weights, java.sql for studies in a database, zipfs for model files.
"${java}jlink" --output "$stage/enhancerflow/runtime" --strip-debug --no-man-pages \
    --add-modules java.base,java.management,jdk.management,jdk.unsupported,java.logging,java.net.http,java.naming,java.security.jgss,java.sql,java.xml,java.desktop,jdk.crypto.ec,jdk.zipfs
mkdir "$stage/enhancerflow/java-tools/jars"
cp "$root"/java-tools/jars/*.jar "$stage/enhancerflow/java-tools/jars/"
cp "$root/bin/jtool" "$stage/enhancerflow/bin/"
cp "$root/LICENSE" "$root/CITATIONS.md" "$stage/enhancerflow/"
# The JARs hold the same libraries, byte by byte: a dictionary as large as all of them stores each once.
tar -C "$stage" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - enhancerflow |
    xz --threads=1 --lzma2=preset=6,dict=256MiB >"$out.part"
mv "$out.part" "$out"
echo "$out: $(($(stat -c %s "$out") / 1000000)) MB"
