package org.enhancerflow.engine;

/**
 * TorchScript methods that every architecture shares: scoring, gradients, and a whole training step in one call. A method that returns
 * nothing would be dropped as dead code even though it changes its arguments, so each returns something that is used.
 */
final class TrainingScript {

    private TrainingScript() {}

    /**
     * Follows the architecture's own methods. {@code p} are the parameters in the architecture's order. {@code kind} is the number of the
     * type to calculate in, as {@link Precision} has it: weights are cast inside the graph, so that gradients come back as float32.
     *
     * <p>A step gets two views of the same memory: {@code leaves} ask for gradients, {@code trained} and {@code weights} are what the optimizer
     * changes, ordered by group ({@code sizes}, {@code rates}, {@code decays}: one entry per group).
     */
    static final String METHODS =
            """
            def cast(self, p: List[Tensor], kind: int) -> List[Tensor]:
              made = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                _0 = torch.append(made, torch.to(p[i], kind))
              return made
            def infer(self, p: List[Tensor], ids: Tensor, mask: Tensor) -> Tensor:
              return torch.to((self).logits(p, ids, mask, False, ), 6)
            def copies(self, values: List[Tensor]) -> List[Tensor]:
              made = annotate(List[Tensor], [])
              for i in range(torch.len(values)):
                _0 = torch.append(made, torch.clone(values[i]))
              return made
            def zeros(self, values: List[Tensor]) -> List[Tensor]:
              made = annotate(List[Tensor], [])
              for i in range(torch.len(values)):
                _0 = torch.append(made, torch.zeros_like(values[i]))
              return made
            def assign(self, target: List[Tensor], source: List[Tensor]) -> Tensor:
              for i in range(torch.len(target)):
                _0 = torch.copy_(target[i], source[i])
              return torch.zeros([1])
            def leaves(self, p: List[Tensor], trains: List[int]) -> List[Tensor]:
              made = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                _0 = torch.append(made, torch.requires_grad_(torch.detach(p[i]), torch.ne(trains[i], 0)))
              return made
            def slopes(self, loss: Tensor, trained: List[Tensor]) -> List[Tensor]:
              found = torch.grad([loss], trained, None, False, False, True)
              made = annotate(List[Tensor], [])
              for i in range(torch.len(trained)):
                one = found[i]
                if one is None:
                  _0 = torch.append(made, torch.zeros_like(trained[i]))
                else:
                  # The fused optimizer reads memory in order, whatever the strides say; a transposed weight's gradient is transposed too.
                  _1 = torch.append(made, torch.contiguous(unchecked_cast(Tensor, one)))
              return made
            def loss(self, p: List[Tensor], ids: Tensor, mask: Tensor, labels: Tensor, rows: float, smoothing: float, consistency: float, train: bool, kind: int) -> Tensor:
              if torch.ne(kind, 6):
                p = (self).cast(p, kind, )
              logits = torch.to((self).logits(p, ids, mask, train, ), 6)
              loss = torch.cross_entropy_loss(logits, labels, None, 2, -100, smoothing)
              if torch.gt(consistency, 0.0):
                pairs = torch.floordiv(torch.size(logits, 0), 2)
                logs = torch.log_softmax(logits, 1)
                here = torch.narrow(logs, 0, 0, pairs)
                there = torch.narrow(logs, 0, pairs, pairs)
                apart = torch.sum(torch.mul(torch.sub(torch.exp(here), torch.exp(there)), torch.sub(here, there)))
                # Two rows a pair, and the sum is divided by rows.
                loss = torch.add(loss, torch.mul(apart, 2.0 * consistency))
              return torch.div(loss, rows)
            def gradients(self, leaves: List[Tensor], trained: List[Tensor], ids: Tensor, mask: Tensor, labels: Tensor, kind: int) -> List[Tensor]:
              loss = (self).loss(leaves, ids, mask, labels, float(torch.size(labels, 0)), 0.0, 0.0, False, kind, )
              return (self).slopes(loss, trained, )
            def collect(self, leaves: List[Tensor], trained: List[Tensor], ids: List[Tensor], masks: List[Tensor], labels: List[Tensor], rows: float, smoothing: float, consistency: float, kind: int) -> List[Tensor]:
              loss = (self).loss(leaves, ids[0], masks[0], labels[0], rows, smoothing, consistency, True, kind, )
              g = (self).slopes(loss, trained, )
              total = torch.detach(loss)
              for i in range(1, torch.len(ids)):
                part = (self).loss(leaves, ids[i], masks[i], labels[i], rows, smoothing, consistency, True, kind, )
                torch._foreach_add_(g, (self).slopes(part, trained, ), alpha=1)
                total = torch.add(total, torch.detach(part))
              _0 = torch.append(g, total)
              return g
            def add(self, target: List[Tensor], source: List[Tensor]) -> Tensor:
              for i in range(torch.len(target)):
                _0 = torch.add_(target[i], torch.to(source[i], target[i]))
              return target[0]
            def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], scale: Optional[Tensor], rate: float, decay: float, beta1: float, beta2: float, epsilon: float) -> int:
              # A method of its own: inside the caller, libtorch takes slices of lists for new tensors and drops the update as dead code.
              torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False, grad_scale=scale)
              return torch.len(p)
            def update(self, g: List[Tensor], weights: List[Tensor], m: List[Tensor], v: List[Tensor], sizes: List[int], rates: List[float], decays: List[float], beta1: float, beta2: float, epsilon: float, clip: float, step: float) -> Tensor:
              total = torch.pop(g)
              norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)
              scale = annotate(Optional[Tensor], None)
              if torch.gt(clip, 0.0):
                # The optimizer divides gradients by it, which saves a pass over them.
                scale = torch.clamp(torch.div(torch.add(norm, 1e-6), clip), 1.0)
              count = torch.full([], step, dtype=6, device=norm.device)
              start = 0
              for i in range(torch.len(sizes)):
                end = torch.add(start, sizes[i])
                _0 = (self).adamw(torch.slice(weights, start, end), torch.slice(g, start, end), torch.slice(m, start, end), torch.slice(v, start, end), torch.mul([count], sizes[i]), scale, rates[i], decays[i], beta1, beta2, epsilon, )
                start = end
              return torch.stack([total, norm])
            def step(self, leaves: List[Tensor], trained: List[Tensor], ids: List[Tensor], masks: List[Tensor], labels: List[Tensor], rows: float, smoothing: float, consistency: float, kind: int, weights: List[Tensor], m: List[Tensor], v: List[Tensor], sizes: List[int], rates: List[float], decays: List[float], beta1: float, beta2: float, epsilon: float, clip: float, step: float) -> Tensor:
              g = (self).collect(leaves, trained, ids, masks, labels, rows, smoothing, consistency, kind, )
              return (self).update(g, weights, m, v, sizes, rates, decays, beta1, beta2, epsilon, clip, step, )
            """;
}
