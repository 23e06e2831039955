#!/usr/bin/env bash
# Cost of checking a pytorch_model.bin of DNABERT-2-117M's names and shapes (random values, masked-language head, 468 MB).
#
#   BENCH=/scratch/folder java-tools/bench/pretrained.sh
#
# Needs python3 with PyTorch to write the file (PYTHON names another interpreter), GNU time, and built tools.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
bench=${BENCH:?a folder with 1 GB to spare}
mkdir -p "$bench/model"

cat >"$bench/model/config.json" <<'JSON'
{"model_type": "bert", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12, "vocab_size": 4096, "pad_token_id": 0}
JSON

"${PYTHON:-python3}" - "$bench/model/pytorch_model.bin" <<'PYTHON'
import collections
import sys

import torch

torch.manual_seed(1)
hidden, inner, layers, vocabulary = 768, 3072, 12, 4096
tensors = collections.OrderedDict()


def add(name, *shape):
    tensors[name] = 0.02 * torch.randn(*shape)


def norm(name):
    add(name + ".weight", hidden)
    add(name + ".bias", hidden)


def linear(name, out, width):
    add(name + ".weight", out, width)
    add(name + ".bias", out)


add("bert.embeddings.word_embeddings.weight", vocabulary, hidden)
add("bert.embeddings.token_type_embeddings.weight", 2, hidden)
norm("bert.embeddings.LayerNorm")
for layer in range(layers):
    prefix = "bert.encoder.layer.%d." % layer
    linear(prefix + "attention.self.Wqkv", 3 * hidden, hidden)
    linear(prefix + "attention.output.dense", hidden, hidden)
    norm(prefix + "attention.output.LayerNorm")
    add(prefix + "mlp.gated_layers.weight", 2 * inner, hidden)
    linear(prefix + "mlp.wo", hidden, inner)
    norm(prefix + "mlp.layernorm")
linear("cls.predictions.transform.dense", hidden, hidden)
norm("cls.predictions.transform.LayerNorm")
tensors["cls.predictions.decoder.weight"] = tensors["bert.embeddings.word_embeddings.weight"]
add("cls.predictions.decoder.bias", vocabulary)
torch.save(tensors, sys.argv[1])
PYTHON

for heap in 48 96; do
    printf 'heap %s MB: ' "$heap"
    /usr/bin/time -f '%U + %S CPU s, at most %M kB resident' java -XX:+UseSerialGC "-Xmx${heap}m" \
        -cp "$root/java-tools/jars/pretrained.jar" org.enhancerflow.tools.pretrained.Main \
        --from "$bench/model" --out "$bench/checked" 2>&1 | tail -n 1
done
