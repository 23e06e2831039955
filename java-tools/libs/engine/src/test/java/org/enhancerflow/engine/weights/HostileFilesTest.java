package org.enhancerflow.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Shared;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of {@code golden/dnabert2_bad} that must be refused, is: with one line that names the file and the reason. */
class HostileFilesTest {

    private static final Map<String, String> TORCH = Map.ofEntries(
            Map.entry("byteorder_big", "byte order 'big'"),
            Map.entry("contains_nan", "NaN in tensor"),
            Map.entry("crc_mismatch_one_flipped_bit", "check sum of"),
            Map.entry("empty", "is empty"),
            Map.entry("evil_builtins_eval", "asks for '__builtin__.eval'"),
            Map.entry("evil_ext_opcode", "instruction EXT1"),
            Map.entry("evil_global_os_system", "asks for 'os.system'"),
            Map.entry("evil_global_posix_system", "asks for 'posix.system'"),
            Map.entry("evil_hidden_before_good_dict", "asks for 'os.system'"),
            Map.entry("evil_inst_opcode", "instruction STRING, which weights have no need of"),
            Map.entry("evil_legacy_not_zip", "asks for 'os.system'"),
            Map.entry("evil_numpy_load_gadget", "asks for 'numpy.testing._private.utils.runstring'"),
            Map.entry("evil_obj_opcode", "asks for 'os.system'"),
            Map.entry("evil_persid_unknown", "refers to something outside the file"),
            Map.entry("evil_stack_global_proto4", "asks for 'os.system'"),
            Map.entry("evil_torch_load_gadget", "asks for 'torch.load'"),
            Map.entry("html_page", "is a web page"),
            Map.entry("lfs_pointer", "is a git-lfs pointer"),
            Map.entry("malformed_unbalanced_stack", "leaves values unused"),
            Map.entry("missing_key", "missing bert.pooler.dense.bias, unexpected none"),
            Map.entry("no_data_pkl", "without data.pkl"),
            Map.entry("not_a_dict", "holds no dict of named tensors"),
            Map.entry("storage_file_missing", "has no entry"),
            Map.entry("storage_too_short", "bytes for '"),
            Map.entry("truncated_half", "is cut or damaged"),
            Map.entry("truncated_in_end_record", "is cut or damaged"),
            Map.entry("truncated_last_byte", "is cut or damaged"),
            Map.entry("wrong_dtype_int64", "not floating-point numbers"),
            Map.entry("wrong_shape_classifier_3_labels", "has the shape [3, 8], its config.json says [2, 8]"),
            Map.entry("wrong_shape_transposed_gated_layers", "has the shape [8, 24], its config.json says [24, 8]"),
            Map.entry("wrong_vocab_60", "has the shape [60, 8], its config.json says [64, 8]"));

    private static final Map<String, String> SAFETENSORS = Map.ofEntries(
            Map.entry("duplicate_key", "not valid JSON"),
            Map.entry("empty", "is empty"),
            Map.entry("header_length_huge", "header length"),
            Map.entry("header_length_negative", "header length"),
            Map.entry("header_length_past_end", "header length"),
            Map.entry("header_not_json", "not valid JSON"),
            Map.entry("hole_in_data_missing_key", "a hole or an overlap"),
            Map.entry("negative_dimension", "negative"),
            Map.entry("offset_past_end", "bytes"),
            Map.entry("overlapping_offsets", ""),
            Map.entry("reversed_offsets", "bytes"),
            Map.entry("seven_bytes", "too short"),
            Map.entry("shape_overflow", "larger than any file"),
            Map.entry("shape_size_mismatch", "bytes"),
            Map.entry("trailing_bytes", "its header says"),
            Map.entry("truncated_data", "its header says"),
            Map.entry("unknown_dtype", "unknown type"));

    @TempDir
    Path folder;

    @Test
    void everyBadFileOfTorchIsRefusedAndNothingInItRuns() throws IOException {
        assertAllRefused("bin", "pytorch_model.bin", TORCH);
    }

    @Test
    void everyBadSafetensorsFileIsRefused() throws IOException {
        assertAllRefused("safetensors", "model.safetensors", SAFETENSORS);
    }

    private void assertAllRefused(String kind, String name, Map<String, String> reasons) throws IOException {
        Path golden = Shared.golden("dnabert2_bad");
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        Architecture architecture = Weights.readArchitecture(folder);
        Set<Long> before = children();
        assertThat(names(golden.resolve(kind))).isEqualTo(new TreeSet<>(reasons.keySet()));
        for (Map.Entry<String, String> entry : reasons.entrySet()) {
            String suffix = name.substring(name.lastIndexOf('.'));
            Path target = folder.resolve(name);
            Files.deleteIfExists(target);
            Files.copy(golden.resolve(kind).resolve(entry.getKey() + suffix), target);
            assertThatThrownBy(() -> Weights.readPretrained(folder, architecture, 1))
                    .as(entry.getKey())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(target + ": ")
                    .hasMessageContaining(entry.getValue())
                    .hasMessageNotContaining("\n");
        }
        assertThat(children()).as("processes started while reading").isEqualTo(before);
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
