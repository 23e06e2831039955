#!/usr/bin/env python3
"""Training steps of DNABERT-2 in PyTorch, to compare `jtool benchmark` with: the same sizes, AdamW, clipping and dropout.

Prints one line as `jtool benchmark` does. --mode eager or compile; --padded pads random lengths to the longest and masks them, without it all
sequences that run together have one length.
"""

import argparse
import math
import time

import torch
from torch import nn
from torch.nn import functional as F


def slopes(heads):
    power = 2 ** int(math.log2(heads))
    first = [2.0 ** (-8.0 * (i + 1) / power) for i in range(power)]
    return first + [2.0 ** (-4.0 * (i + 1) / power) for i in range(0, 2 * (heads - power), 2)]


class Layer(nn.Module):
    def __init__(self, hidden, heads, inner, dropout):
        super().__init__()
        self.heads, self.inner, self.dropout = heads, inner, dropout
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.dense = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.gates = nn.Linear(hidden, 2 * inner, bias=False)
        self.wo = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x, bias):
        rows, length, hidden = x.shape
        q, k, v = (
            part.view(rows, length, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(hidden, 2)
        )
        if hasattr(F, "scaled_dot_product_attention"):
            mixed = F.scaled_dot_product_attention(q, k, v, bias.to(q.dtype))
        else:  # before PyTorch 2
            mixed = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(q.shape[3]) + bias, 3).to(v.dtype) @ v
        mixed = self.dense(mixed.transpose(1, 2).flatten(2))
        x = self.norm1(F.dropout(mixed, self.dropout) + x)
        first, second = self.gates(x).split(self.inner, 2)
        return self.norm2(self.wo(F.dropout(F.gelu(first) * second, self.dropout)) + x)


class Classifier(nn.Module):
    def __init__(self, layers, hidden, heads, inner, dropout, vocabulary=4096, labels=2):
        super().__init__()
        self.dropout = dropout
        self.words = nn.Embedding(vocabulary, hidden)
        self.types = nn.Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, dropout) for _ in range(layers))
        self.pooler = nn.Linear(hidden, hidden)
        self.classifier = nn.Linear(hidden, labels)
        self.register_buffer("slopes", torch.tensor(slopes(heads)).view(1, heads, 1, 1))

    def forward(self, ids, mask):
        place = torch.arange(ids.shape[1], device=ids.device, dtype=torch.float32)
        bias = -self.slopes * (place[None, :] - place[:, None]).abs()
        if mask is not None:
            bias = bias + (mask[:, None, None, :] - 1.0) * 10000.0
        x = F.dropout(self.norm(self.words(ids) + self.types.weight[0]), self.dropout)
        for layer in self.layers:
            x = layer(x, bias)
        return self.classifier(F.dropout(torch.tanh(self.pooler(x[:, 0])), self.dropout))


def batches(args, device):
    """Sequences of one step as (ids, mask, labels), at most args.micro together."""
    made = []
    for start in range(0, args.batch, args.micro):
        rows = min(args.micro, args.batch - start)
        lengths = torch.randint(args.shortest, args.longest + 1, (rows,))
        if not args.padded:
            lengths[:] = lengths[0]
        width = args.longest if args.padded else int(lengths[0])
        ids = torch.randint(5, 4095, (rows, width))
        real = torch.arange(width)[None, :] < lengths[:, None]
        ids[~real] = 3
        labels = torch.randint(0, 2, (rows,))
        mask = real.float().to(device) if args.padded else None
        made.append((ids.to(device), mask, labels.to(device)))
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mode", choices=["eager", "compile"], default="eager")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in [("layers", 12), ("hidden", 768), ("heads", 12), ("intermediate", 3072)]:
        parser.add_argument("--" + name, type=int, default=value)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--micro", type=int, default=0)
    parser.add_argument("--tokens", default="232", help="N or N-M")
    parser.add_argument("--padded", action="store_true")
    parser.add_argument("--steps", type=int, default=20)
    args = parser.parse_args()
    args.micro = args.micro or args.batch
    args.shortest, _, longest = args.tokens.partition("-")
    args.longest = int(longest or args.shortest)
    args.shortest = int(args.shortest)

    torch.manual_seed(42)
    torch.set_num_threads(args.threads)
    model = Classifier(args.layers, args.hidden, args.heads, args.intermediate, 0.1).to(args.device).train()
    parameters = list(model.parameters())
    fused = {"fused": True} if args.device.startswith("cuda") else {}
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01, **fused)
    forward = torch.compile(model, dynamic=not args.padded) if args.mode == "compile" else model
    kind = args.device.split(":")[0]

    def step(work):
        optimizer.zero_grad(set_to_none=True)
        total = 0.0
        for ids, mask, labels in work:
            with torch.autocast(kind, torch.bfloat16, enabled=args.precision == "bf16"):
                logits = forward(ids, mask)
            loss = F.cross_entropy(logits.float(), labels, reduction="sum") / args.batch
            loss.backward()
            total += loss.detach()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        return float(total)

    warmup = max(3, args.steps // 10)
    work = [batches(args, args.device) for _ in range(warmup + args.steps)]
    for one in work[:warmup]:
        step(one)
    before, cpu = time.perf_counter(), time.process_time()
    for one in work[warmup:]:
        loss = step(one)
    seconds, cpu = time.perf_counter() - before, time.process_time() - cpu
    memory = torch.cuda.max_memory_allocated() // 2**20 if kind == "cuda" else None
    print(
        f"PyTorch {torch.__version__} {args.mode} {args.device} {args.precision} "
        f"{'padded' if args.padded else 'equal lengths'}: {args.batch * args.steps / seconds:.1f} sequences/s, "
        f"{cpu / args.steps:.3f} CPU s a step, {memory} MB, loss {loss:.4f}"
    )


if __name__ == "__main__":
    main()
