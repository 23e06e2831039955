#!/usr/bin/env bash
# DNABERT-2-117M on a GPU: our training steps beside PyTorch's, and bf16 beside fp32 over 500 steps.
#
#   gpu.sh pack DJL FOLDER    here: what the other machine needs, some 30 MB. DJL is a clone of DJL's sources with the tag of our release.
#   gpu.sh run FOLDER [PART]  there: a machine with an NVIDIA GPU, python3 with PyTorch for CUDA, and g++; no JDK, no internet, no Maven
#
# `run` builds DJL's native glue against the libtorch of that PyTorch, so that both sides calculate with one library. PART is build, speed
# or loss, for machines whose commands are limited in time; without it all three. What is printed is also in FOLDER/results.txt.
#   STEPS=50 BATCHES="128 256"   steps measured, sequences of a step
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
djl_version=0.35.1

pack() {
    local folder native=engines/pytorch/pytorch-native/src/main/native
    local library=engines/pytorch/pytorch-engine/src/main/java/ai/djl/pytorch/jni/PyTorchLibrary.java
    mkdir -p "$2/glue"
    folder=$(cd -- "$2" && pwd)
    git -C "$1" archive "v$djl_version" "$native" "$library" api/src/main/native | tar -x -C "$folder/glue"
    javac -proc:none -h "$folder/glue/include" -d "$folder/glue/classes" -cp "$root/java-tools/jars/train.jar" "$folder/glue/$library"
    mv "$folder/glue/$native" "$folder/glue/native"
    mv "$folder/glue/api/src/main/native/djl" "$folder/glue/include/djl"
    rm -rf "$folder/glue/engines" "$folder/glue/api" "$folder/glue/classes"
    "$root/containers/offline.sh" "$folder/bundle.tar.xz"
    cp "${BASH_SOURCE[0]}" "$root/java-tools/bench/torch_step.py" "$folder/"
}

# Where the machine's PyTorch is, and its libtorch, for jtool and DJL.
libtorch() {
    local version flavor
    read -r torch version flavor abi < <(python3 - <<'PYTHON'
import os, torch
print(os.path.dirname(torch.__file__), torch.__version__.split("+")[0], "cu" + (torch.version.cuda or "").replace(".", ""),
      int(torch.compiled_with_cxx11_abi()))
PYTHON
    )
    export PYTORCH_LIBRARY_PATH=$torch/lib PYTORCH_VERSION=$version PYTORCH_FLAVOR=$flavor LD_LIBRARY_PATH=$torch/lib:${LD_LIBRARY_PATH:-}
    export ENHANCERFLOW_LIBTORCH=$torch/lib DJL_CACHE_DIR=$1/cache
    glue=$DJL_CACHE_DIR/pytorch/$version-$flavor-linux-x86_64/$djl_version-libdjl_torch.so
}

# The glue, all sources at once; CUDA's headers are the toolkit's or those of NVIDIA's Python packages.
build() {
    local folder=$1 include includes=() source objects
    [[ -d $folder/enhancerflow ]] || tar -C "$folder" -xJf "$folder/bundle.tar.xz"
    libtorch "$folder"
    [[ ! -e $glue ]] || return 0
    for include in "$folder/glue/include" "$folder/glue/native" "$folder"/enhancerflow/runtime/include{,/linux} "$torch"/include{,/torch/csrc/api/include} \
        "${CUDA_HOME:-/usr/local/cuda}/include" "$torch"/../nvidia/*/include "$torch"/../nvidia/*/*/include; do
        [[ ! -d $include ]] || includes+=("-I$include")
    done
    objects=$folder/objects
    mkdir -p "$objects" "$(dirname "$glue")"
    local pids=() pid
    for source in "$folder"/glue/native/*.cc; do
        # PyTorch's headers ask for C++20 since 2.11 and take it long before.
        g++ -c -O2 -std=c++20 -fPIC -w "-D_GLIBCXX_USE_CXX11_ABI=$abi" -DUSE_CUDA "${includes[@]}" "$source" -o "$objects/$(basename "$source").o" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid"
    done
    g++ -shared "$objects"/*.o -o "$glue.part" -L"$torch/lib" -ltorch -ltorch_cpu -ltorch_cuda -lc10 -lc10_cuda
    mv "$glue.part" "$glue"
}

ours() {
    "$folder/enhancerflow/bin/jtool" benchmark --model dnabert2 --paper --device cuda:0 --tokens 170-232 "$@"
}

speed() {
    local folder=$1 batch mode padded
    libtorch "$folder"
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
    for batch in ${BATCHES:-128 256}; do
        echo "== $batch sequences a step"
        ours --precision bf16 --batch "$batch" --steps "${STEPS:-50}"
        ours --precision bf16 --batch "$batch" --steps "${STEPS:-50}" --padded
        for mode in eager compile; do
            for padded in --padded ''; do
                # shellcheck disable=SC2086
                python3 "$folder/torch_step.py" --mode $mode $padded --batch "$batch" --tokens 170-232 --steps "${STEPS:-50}"
            done
        done
    done
}

loss() {
    local folder=$1
    libtorch "$folder"
    echo "== loss over 500 steps of 32 sequences"
    ours --batch 32 --steps 500 --precision bf16 --losses "$folder/bf16.tsv"
    ours --batch 32 --steps 500 --precision fp32 --losses "$folder/fp32.tsv"
    ours --batch 32 --steps 500 --precision fp32 --seed 43 --losses "$folder/fp32-other-seed.tsv"
    curves "$folder"
}

run() {
    local folder part
    folder=$(cd -- "$1" && pwd)
    for part in ${2:-build speed loss}; do
        case $part in
            build | speed | loss) "$part" "$folder" 2>&1 | tee -a "$folder/results.txt" ;;
            *)
                echo "gpu.sh: a part is build, speed or loss, not '$part'" >&2
                exit 2
                ;;
        esac
    done
}

# Means of 50 steps: bf16 against fp32 with the same sequences and weights, and what another seed does to fp32.
curves() {
    python3 - "$1" <<'PYTHON'
import sys
def read(name):
    return [float(line.split("\t")[1]) for line in open(f"{sys.argv[1]}/{name}.tsv").readlines()[1:]]
fp32, other, bf16 = read("fp32"), read("fp32-other-seed"), read("bf16")
print("steps\tfp32\tbf16\tfp32, other seed")
for start in range(0, len(fp32) - 49, 50):
    print(f"{start + 1}-{start + 50}\t" + "\t".join(f"{sum(c[start:start + 50]) / 50:.4f}" for c in (fp32, bf16, other)))
PYTHON
}

case ${1:-} in
    pack) pack "$2" "$3" ;;
    run) run "$2" "${3:-}" ;;
    curves) curves "$2" ;;
    *)
        sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
