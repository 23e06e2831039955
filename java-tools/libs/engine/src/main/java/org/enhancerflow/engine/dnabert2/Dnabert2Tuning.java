package org.enhancerflow.engine.dnabert2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.enhancerflow.engine.Adapted;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Setting;

/**
 * DNABERT-2 of which not everything learns, or not at one rate.
 *
 * <ul>
 *   <li>Frozen encoder: only pooler and classifier learn.
 *   <li>Layer-wise decay of the learning rate (Clark et al., arXiv 2003.10555): heads learn at the full rate, each layer below at
 *       {@code layerDecay} times the rate of the one above, embeddings slowest.
 *   <li>LoRA (Hu et al., arXiv 2106.09685) on the fused query-key-value, dense and gated projections: {@code W x + alpha / rank · B A
 *       dropout(x)}; the encoder itself is frozen. A starts as PEFT starts it, B at 0, so that training starts from the pretrained model.
 * </ul>
 *
 * @param model the model itself
 * @param frozen whether the encoder's own weights are left alone
 * @param layerDecay factor from each layer to the one below it; 1 for one rate
 * @param rank of the adapters; 0 for none
 * @param alpha scale of the adapters, divided by the rank
 * @param dropout on the adapters' input
 */
record Dnabert2Tuning(Dnabert2 model, boolean frozen, double layerDecay, int rank, double alpha, double dropout)
        implements Adapted {

    /** Settings of this class; nothing of them is in the config.json of a finished model. */
    static final List<Setting> SETTINGS = List.of(
            Setting.choice("freeze", List.of("none", "encoder"), "what is left as it is; with LoRA always the encoder"),
            Setting.decimal("layer_decay", 1, 0.01, 1, "learning rate of a layer as a share of that of the one above"),
            Setting.integer("lora_rank", 0, 0, 1024, "rank of LoRA's adapters; 0 trains without"),
            Setting.decimal("lora_alpha", 32, 0, 1e6, "scale of LoRA's adapters, divided by the rank"),
            Setting.decimal("lora_dropout", 0.05, 0, 0.95, "dropout on the input of LoRA's adapters"));

    private static final int BEFORE_LAYERS = 4;
    private static final int PER_LAYER = 11;
    private static final String LAYER = "bert.encoder.layer.";

    /** Index within its layer of each projection's weight, in the order of {@link Dnabert2#PROJECTIONS}. */
    private static final int[] WEIGHTS = {0, 2, 6, 7};

    /** The model, tuned as a configuration says; the model itself where it says nothing of it. */
    static Architecture of(Dnabert2 model, ModelConfig config) {
        Dnabert2Tuning tuning = new Dnabert2Tuning(
                model,
                config.text("freeze", "none").equals("encoder"),
                config.decimal("layer_decay", 1),
                config.integer("lora_rank", 0),
                config.decimal("lora_alpha", 32),
                config.decimal("lora_dropout", 0.05));
        return tuning.equals(new Dnabert2Tuning(model, false, 1, 0, 32, 0.05)) ? model : tuning;
    }

    @Override
    public String family() {
        return model.family();
    }

    @Override
    public int labels() {
        return model.labels();
    }

    @Override
    public int vocabulary() {
        return model.vocabulary();
    }

    @Override
    public boolean acceptsPadding() {
        return model.acceptsPadding();
    }

    @Override
    public double operations(int tokens) {
        return model.operations(tokens) + adapterOperations(tokens);
    }

    /** Nothing flows back into a frozen encoder; through one with adapters it does, but not into its weights. */
    @Override
    public double trainingOperations(int tokens) {
        if (rank > 0) {
            return 2 * model.operations(tokens) + 3 * adapterOperations(tokens);
        }
        return (frozen ? 1 : 3) * model.operations(tokens);
    }

    /** An adapter takes as many as its inputs and outputs times its rank. */
    private double adapterOperations(int tokens) {
        double widths = 8.0 * model.hidden() + 3.0 * model.intermediate();
        return 2.0 * tokens * model.layers() * rank * widths;
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>(model.configuration());
        config.put("freeze", frozen ? "encoder" : "none");
        config.put("layer_decay", layerDecay);
        config.put("lora_rank", rank);
        config.put("lora_alpha", alpha);
        config.put("lora_dropout", dropout);
        return config;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (ParameterSpec spec : model.parameters()) {
            boolean head = spec.name().startsWith("classifier.") || spec.name().startsWith("bert.pooler.");
            boolean still = (frozen || rank > 0) && !head;
            specs.add(spec.at(still ? 0 : rate(spec.name())));
        }
        if (rank > 0) {
            for (int layer = 0; layer < model.layers(); layer++) {
                for (int number = 0; number < WEIGHTS.length; number++) {
                    ParameterSpec weight = specs.get(weight(layer, number));
                    String name = LAYER + layer + "." + Dnabert2.PROJECTIONS.get(number);
                    long out = weight.shape().get(0);
                    long in = weight.shape().get(1);
                    Initialisation spread = Initialisation.fanIn(Math.toIntExact(in));
                    specs.add(ParameterSpec.weight(name + ".lora_A.weight", spread, rank, in)
                            .at(rate(name)));
                    Initialisation zero = new Initialisation.Constant(0);
                    specs.add(ParameterSpec.weight(name + ".lora_B.weight", zero, out, rank)
                            .at(rate(name)));
                }
            }
        }
        return List.copyOf(specs);
    }

    /** Share of the learning rate: by the number of layers above. */
    private double rate(String name) {
        int above = 0;
        if (name.startsWith(LAYER)) {
            int layer = Integer.parseInt(name.substring(LAYER.length(), name.indexOf('.', LAYER.length())));
            above = model.layers() - layer;
        } else if (name.startsWith("bert.embeddings.")) {
            above = model.layers() + 1;
        }
        return StrictMath.pow(layerDecay, above);
    }

    private static int weight(int layer, int number) {
        return BEFORE_LAYERS + layer * PER_LAYER + WEIGHTS[number];
    }

    /** Index of an adapter's A; its B follows. */
    private int adapter(int layer, int number) {
        return own() + (layer * WEIGHTS.length + number) * 2;
    }

    /** Number of the model's own parameters. */
    private int own() {
        return BEFORE_LAYERS + model.layers() * PER_LAYER + 4;
    }

    @Override
    public String script() {
        if (rank == 0) {
            return model.script();
        }
        String adapted = model.script((number, input, plain) ->
                "torch.add(" + plain + ", (self).adapter(p, at, " + number + ", " + input + ", train, ))");
        return adapted
                + ADAPTER.replace("$OWN", Integer.toString(own()))
                        .replace("$DROP", Double.toString(dropout))
                        .replace("$SCALE", Double.toString(alpha / rank));
    }

    /** {@code at} is the index of the layer's first parameter, {@code number} that of the projection. */
    private static final String ADAPTER =
            """
            def adapter(self, p: List[Tensor], at: int, number: int, x: Tensor, train: bool) -> Tensor:
              first = $OWN + torch.floordiv(at - 4, 11) * 8 + number * 2
              low = torch.linear(torch.dropout(x, $DROP, train), p[first])
              return torch.mul(torch.linear(low, p[first + 1]), $SCALE)
            """;

    @Override
    public Architecture merged() {
        return model;
    }

    @Override
    public List<float[]> merge(List<float[]> values) {
        List<float[]> merged = new ArrayList<>(values.subList(0, own()));
        for (int layer = 0; rank > 0 && layer < model.layers(); layer++) {
            for (int number = 0; number < WEIGHTS.length; number++) {
                int weight = weight(layer, number);
                int adapter = adapter(layer, number);
                merged.set(weight, merge(values.get(weight), values.get(adapter), values.get(adapter + 1)));
            }
        }
        return merged;
    }

    /** W + alpha / rank · B A, with W [out, in], A [rank, in], B [out, rank]; summed in double, since it is done once. */
    private float[] merge(float[] weight, float[] a, float[] b) {
        int in = a.length / rank;
        float[] merged = new float[weight.length];
        double[] row = new double[in];
        for (int out = 0; out < b.length / rank; out++) {
            java.util.Arrays.fill(row, 0);
            for (int k = 0; k < rank; k++) {
                double scale = alpha / rank * b[out * rank + k];
                for (int i = 0; i < in; i++) {
                    row[i] += scale * a[k * in + i];
                }
            }
            for (int i = 0; i < in; i++) {
                merged[out * in + i] = (float) (weight[out * in + i] + row[i]);
            }
        }
        return merged;
    }

    @Override
    public List<Integer> apart() {
        List<ParameterSpec> specs = parameters();
        return rank == 0
                ? List.of()
                : IntStream.range(0, specs.size())
                        .filter(i -> specs.get(i).trains())
                        .boxed()
                        .toList();
    }

    @Override
    public Map<String, Object> adapterConfiguration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("inference_mode", true);
        config.put("lora_alpha", alpha);
        config.put("lora_dropout", dropout);
        config.put("modules_to_save", List.of("classifier", "pooler"));
        config.put("peft_type", "LORA");
        config.put("r", rank);
        config.put("target_modules", List.of("Wqkv", "attention.output.dense", "gated_layers", "wo"));
        config.put("task_type", "SEQ_CLS");
        return config;
    }
}
