#!/usr/bin/env bash
# Packs what a release offers beside its tag, so that `nextflow run ORG/REPO -r vVERSION` needs no build: the tools' JARs and libtorch for the
# CPU of this kind of machine, with the SHA-256 that the pipeline compares.
#
#   containers/release.sh FOLDER        from a checkout whose tools are built (./nextflow, or mvn package)
#
# writes FOLDER/enhancerflow-tools-VERSION-SYSTEM.zip and the same name with .sha256, to be attached to the release. Equal JARs give an equal file.
set -euo pipefail

[[ $# -eq 1 ]] || {
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$1"
out=$(cd -- "$1" && pwd)
version=$(sed -nE "s/^ +version += '(.*)'/\1/p" "$root/nextflow.config")
libtorch=$(compgen -G "$root/java-tools/runtime/libtorch/target/lib/pytorch-native-cpu-*.jar") && compgen -G "$root/java-tools/jars/train.jar" >/dev/null || {
    echo 'release.sh: the tools are not built: start ./nextflow once, or mvn package' >&2
    exit 2
}
[[ $(wc -l <<<"$libtorch") -eq 1 ]] || {
    echo "release.sh: java-tools/runtime/libtorch/target/lib holds libtorch for several systems: delete those that the bundle is not for" >&2
    exit 2
}
# pytorch-native-cpu-2.7.1-linux-x86_64.jar is for linux-x86_64.
system=$(basename "$libtorch" .jar | sed -E 's/^pytorch-native-cpu-[0-9.]+-//')
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir "$stage/libtorch"
cp "$root"/java-tools/jars/*.jar "$stage/"
cp "$libtorch" "$stage/libtorch/"
name=enhancerflow-tools-$version-$system.zip
# Stored, since JARs are compressed already.
"${JAVA_HOME:+$JAVA_HOME/bin/}jar" --create --no-compress --no-manifest --date=2000-01-01T00:00:00Z --file "$stage/$name" -C "$stage" libtorch \
    $(cd "$stage" && ls -- *.jar | sed "s|^|-C $stage |")
mv "$stage/$name" "$out/$name"
(cd "$out" && sha256sum "$name" >"$name.sha256")
echo "$out/$name: $(($(stat -c %s "$out/$name") / 1000000)) MB"
