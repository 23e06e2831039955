package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A model on a device: an architecture, its parameters, and AdamW's moments once it trains. One training step (forward, loss, backward,
 * clipping, update) over any number of batches is one native call.
 */
public final class Network implements AutoCloseable {

    private final Torch torch;
    private final Architecture architecture;
    private final List<ParameterSpec> specs;
    private final Script script;
    private final TensorList parameters;
    private final TensorList firstMoments;
    private final TensorList secondMoments;

    /**
     * Builds a network.
     *
     * @param values of every parameter, in the architecture's order
     */
    public Network(Torch torch, Architecture architecture, List<float[]> values) {
        this.torch = torch;
        this.architecture = architecture;
        this.specs = architecture.parameters();
        this.script = torch.script(architecture.script() + TRAINING);
        this.parameters = upload(values);
        this.firstMoments = zeros();
        this.secondMoments = zeros();
    }

    /** A network with fresh parameters. */
    public static Network fresh(Torch torch, Architecture architecture, long seed) {
        return new Network(torch, architecture, initial(architecture, seed));
    }

    /** Fresh values of every parameter, in order. */
    public static List<float[]> initial(Architecture architecture, long seed) {
        List<float[]> values = new ArrayList<>();
        for (ParameterSpec spec : architecture.parameters()) {
            values.add(spec.initialisation().draw(spec.count(), seed, spec.name()));
        }
        return values;
    }

    /** The device it runs on. */
    public Torch torch() {
        return torch;
    }

    /** The architecture. */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * Logits of a batch, without dropout.
     *
     * @return [rows × labels], row-major
     */
    public float[] logits(Batch batch) {
        try (Tensor ids = ids(batch);
                Tensor mask = mask(batch);
                Tensor result = script.call("infer")
                        .with(parameters)
                        .with(ids)
                        .with(mask)
                        .infer()) {
            return result.toFloats();
        }
    }

    /**
     * One AdamW step on the mean loss over all rows of the batches.
     *
     * @param batches together one effective batch; gradients of all of them are added before the update
     * @param settings constants of the optimizer
     * @param learningRate of this step
     * @param step number of this step, from 1
     * @param seed of this step's dropout
     * @return loss before the update and global norm of the gradient before clipping
     */
    public StepResult step(List<Batch> batches, OptimizerSettings settings, double learningRate, long step, long seed) {
        torch.seed(seed);
        try (TensorList ids = new TensorList(batches.stream().map(this::ids).toList());
                TensorList masks =
                        new TensorList(batches.stream().map(this::mask).toList());
                TensorList labels =
                        new TensorList(batches.stream().map(this::labels).toList());
                Tensor result = script.call("step")
                        .with(parameters)
                        .with(firstMoments)
                        .with(secondMoments)
                        .with(decays(settings))
                        .with(ids)
                        .with(masks)
                        .with(labels)
                        .with((double) batches.stream().mapToInt(Batch::rows).sum())
                        .with(learningRate)
                        .with(settings.beta1())
                        .with(settings.beta2())
                        .with(settings.epsilon())
                        .with(settings.weightDecay())
                        .with(settings.clip())
                        .with(settings.labelSmoothing())
                        .with((double) step)
                        .compute()) {
            float[] values = result.toFloats();
            return new StepResult(values[0], values[1]);
        }
    }

    /** Gradients of the mean loss of a batch, without dropout, one array per parameter. */
    List<float[]> gradients(Batch batch) {
        try (Tensor ids = ids(batch);
                Tensor mask = mask(batch);
                Tensor labels = labels(batch);
                TensorList gradients = new TensorList(script.call("gradients")
                        .with(parameters)
                        .with(ids)
                        .with(mask)
                        .with(labels)
                        .computeAll())) {
            return values(gradients);
        }
    }

    /** Current values of one parameter. */
    public float[] parameter(int index) {
        return parameters.get(index).toFloats();
    }

    /** AdamW's first moment of one parameter. */
    public float[] firstMoment(int index) {
        return firstMoments.get(index).toFloats();
    }

    /** AdamW's second moment of one parameter. */
    public float[] secondMoment(int index) {
        return secondMoments.get(index).toFloats();
    }

    /** Current values of every parameter, in order. */
    public List<float[]> parameters() {
        return values(parameters);
    }

    /** Replaces the parameters; the optimizer's moments stay. */
    public void setParameters(List<float[]> values) {
        assign(parameters, values);
    }

    /** Replaces AdamW's moments, as a checkpoint does. */
    public void setMoments(List<float[]> first, List<float[]> second) {
        assign(firstMoments, first);
        assign(secondMoments, second);
    }

    private void assign(TensorList target, List<float[]> values) {
        try (TensorList source = new TensorList(tensors(values));
                Tensor done = script.call("assign").with(target).with(source).compute()) {
            done.toFloats();
        }
    }

    private TensorList upload(List<float[]> values) {
        try (TensorList shared = new TensorList(tensors(values))) {
            // Tensors made from Java share its direct memory; their clones live in libtorch's own, which is larger and
            // better aligned.
            return new TensorList(script.call("copies").with(shared).computeAll());
        }
    }

    private List<Tensor> tensors(List<float[]> values) {
        if (values.size() != specs.size()) {
            throw new IllegalArgumentException(values.size() + " arrays for " + specs.size() + " parameters");
        }
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            tensors.add(torch.floats(values.get(i), specs.get(i).dimensions()));
        }
        return tensors;
    }

    private TensorList zeros() {
        return new TensorList(script.call("zeros").with(parameters).computeAll());
    }

    private boolean[] decays(OptimizerSettings settings) {
        boolean[] decays = new boolean[specs.size()];
        for (int i = 0; i < decays.length; i++) {
            decays[i] = settings.decayAll() || specs.get(i).decays();
        }
        return decays;
    }

    private Tensor ids(Batch batch) {
        return torch.longs(batch.ids(), batch.rows(), batch.length());
    }

    private Tensor labels(Batch batch) {
        return torch.longs(batch.labels(), batch.rows());
    }

    private Tensor mask(Batch batch) {
        return batch.padded()
                ? torch.floats(batch.mask(), batch.rows(), batch.length())
                : torch.floats(new float[0], 0);
    }

    private static List<float[]> values(TensorList tensors) {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            values.add(tensors.get(i).toFloats());
        }
        return values;
    }

    @Override
    public void close() {
        secondMoments.close();
        firstMoments.close();
        parameters.close();
        script.close();
    }

    /**
     * What every architecture shares. A method that returns nothing would be dropped as dead code even though it changes its arguments, so
     * each returns something that is used.
     */
    private static final String TRAINING =
            """
            def infer(self, p: List[Tensor], ids: Tensor, mask: Tensor) -> Tensor:
              return (self).logits(p, ids, mask, False, )
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
            def leaves(self, p: List[Tensor]) -> List[Tensor]:
              made = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                _0 = torch.append(made, torch.requires_grad_(torch.detach(p[i])))
              return made
            def slopes(self, loss: Tensor, leaves: List[Tensor]) -> List[Tensor]:
              found = torch.grad([loss], leaves, None, False, False, True)
              made = annotate(List[Tensor], [])
              for i in range(torch.len(leaves)):
                one = found[i]
                if one is None:
                  _0 = torch.append(made, torch.zeros_like(leaves[i]))
                else:
                  # The fused optimizer reads memory in order, whatever the strides say; a transposed weight's gradient is transposed too.
                  _1 = torch.append(made, torch.contiguous(unchecked_cast(Tensor, one)))
              return made
            def loss(self, p: List[Tensor], ids: Tensor, mask: Tensor, labels: Tensor, smoothing: float, train: bool) -> Tensor:
              logits = (self).logits(p, ids, mask, train, )
              return torch.cross_entropy_loss(logits, labels, None, 2, -100, smoothing)
            def gradients(self, p: List[Tensor], ids: Tensor, mask: Tensor, labels: Tensor) -> List[Tensor]:
              leaves = (self).leaves(p, )
              loss = torch.div((self).loss(leaves, ids, mask, labels, 0.0, False, ), torch.size(labels, 0))
              return (self).slopes(loss, leaves, )
            def step(self, p: List[Tensor], m: List[Tensor], v: List[Tensor], decays: List[bool], ids: List[Tensor], masks: List[Tensor], labels: List[Tensor], rows: float, rate: float, beta1: float, beta2: float, epsilon: float, decay: float, clip: float, smoothing: float, step: float) -> Tensor:
              leaves = (self).leaves(p, )
              loss = torch.div((self).loss(leaves, ids[0], masks[0], labels[0], smoothing, True, ), rows)
              g = (self).slopes(loss, leaves, )
              total = torch.detach(loss)
              for i in range(1, torch.len(ids)):
                part = torch.div((self).loss(leaves, ids[i], masks[i], labels[i], smoothing, True, ), rows)
                torch._foreach_add_(g, (self).slopes(part, leaves, ), alpha=1)
                total = torch.add(total, torch.detach(part))
              norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)
              if torch.gt(clip, 0.0):
                factor = torch.clamp(torch.reciprocal(torch.div(torch.add(norm, 1e-6), clip)), None, 1.0)
                torch._foreach_mul_(g, factor)
              _0 = (self).update(p, g, m, v, decays, True, rate, beta1, beta2, epsilon, decay, step, )
              _1 = (self).update(p, g, m, v, decays, False, rate, beta1, beta2, epsilon, 0.0, step, )
              return torch.stack([total, norm])
            def update(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], decays: List[bool], chosen: bool, rate: float, beta1: float, beta2: float, epsilon: float, decay: float, step: float) -> int:
              ps = annotate(List[Tensor], [])
              gs = annotate(List[Tensor], [])
              ms = annotate(List[Tensor], [])
              vs = annotate(List[Tensor], [])
              steps = annotate(List[Tensor], [])
              none = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                if torch.eq(decays[i], chosen):
                  _0 = torch.append(ps, p[i])
                  _1 = torch.append(gs, g[i])
                  _2 = torch.append(ms, m[i])
                  _3 = torch.append(vs, v[i])
                  _4 = torch.append(steps, torch.tensor(step, dtype=6))
              if torch.gt(torch.len(ps), 0):
                torch._fused_adamw_(ps, gs, ms, vs, none, steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
              return torch.len(ps)
            """;
}
