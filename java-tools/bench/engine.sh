#!/usr/bin/env bash
# The training engine beside plain DJL, on the CPU, with one libtorch.
#
#   engine.sh cost [ROUNDS]   CPU seconds of a training step, ours and plain DJL's in turn in one process (default 5 rounds)
#   engine.sh memory          resident memory between step 500 and step 5,000
#
# Builds what it needs with Maven. The plain model is java-tools/libs/engine/src/test/…/PlainDnabert2.java, whose values a test holds equal to ours.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

cost() {
    local path=java-tools/libs/engine/target/bench-classpath
    mvn -q -B -pl java-tools/libs/engine -am test-compile dependency:build-classpath -Dmdep.outputFile="$root/$path"
    local classes=java-tools/libs/engine/target/test-classes:java-tools/libs/engine/target/classes:java-tools/libs/artifacts/target/classes
    # As bin/jtool starts the tools.
    export DJL_OFFLINE=true OPT_OUT_TRACKING=true OMP_WAIT_POLICY=passive
    echo "layers hidden heads intermediate tokens rows steps rounds"
    local sizes
    for sizes in "4 256 4 1024 232 4 10" "12 64 4 256 32 1 100" "12 64 4 256 32 4 60"; do
        # shellcheck disable=SC2086
        java -Xmx2g -cp "$classes:$(<"$path")" org.enhancerflow.engine.StepCost $sizes "$1"
    done
}

memory() {
    mvn -q -B -pl java-tools/libs/engine -am test -Dtest=NetworkTest#memoryDoesNotGrowWithTheNumberOfSteps \
        -Dsurefire.failIfNoSpecifiedTests=false -Denhancerflow.steps=5000
    grep -h 'resident' java-tools/libs/engine/target/surefire-reports/*NetworkTest*
}

case ${1:-} in
    cost) cost "${2:-5}" ;;
    memory) memory ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
