package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void tensorsAndMetadataSurvive() throws IOException {
        Path file = folder.resolve("a.safetensors");
        List<TensorSpec> specs = List.of(
                new TensorSpec("f", TensorType.F32, List.of(2L, 2L)),
                TensorSpec.vector("i", TensorType.I32, 3),
                new TensorSpec("scalar", TensorType.U16, List.of()),
                TensorSpec.vector("none", TensorType.U8, 0));
        try (SafetensorsWriter out = new SafetensorsWriter(file, Map.of("k", "v\"\u00e9"), specs)) {
            out.writeFloats(new float[] {1f, -2.5f, Float.MIN_VALUE, Float.NaN}, 0, 4);
            out.writeInts(new int[] {Integer.MIN_VALUE, 0, 7}, 0, 3);
            out.writeShorts(new short[] {(short) 65535}, 0, 1);
            out.finish();
        }
        try (SafetensorsFile in = SafetensorsFile.open(file)) {
            assertThat(in.metadata()).containsExactly(Map.entry("k", "v\"\u00e9"));
            assertThat(in.readFloats("f")).containsExactly(1f, -2.5f, Float.MIN_VALUE, Float.NaN);
            assertThat(in.readInts("i")).containsExactly(Integer.MIN_VALUE, 0, 7);
            assertThat(in.readShorts("scalar")).containsExactly((short) 65535);
            assertThat(in.readBytes("none")).isEmpty();
            assertThat(in.require("f").shape()).containsExactly(2L, 2L);
        }
    }

    @Test
    void tooFewBytesAreNoticedByTheWriter() throws IOException {
        List<TensorSpec> specs = List.of(TensorSpec.vector("i", TensorType.I32, 3));
        try (SafetensorsWriter out = new SafetensorsWriter(folder.resolve("a"), Map.of(), specs)) {
            out.writeInts(new int[] {1, 2}, 0, 2);
            assertThatThrownBy(out::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
                "{\"a\":7}"
            })
    void aBadHeaderIsRefusedInOneLine(String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = Files.write(folder.resolve("bad"), bytes.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void readsTheFileThatHuggingFaceWrote() throws IOException {
        Path golden = Path.of(System.getProperty("enhancerflow.shared", "none"))
                .resolve("golden/dnabert2_tiny/model.safetensors");
        Assumptions.assumeTrue(Files.exists(golden), "SKIPPED: ../shared/golden/dnabert2_tiny is not there");
        try (SafetensorsFile in = SafetensorsFile.open(golden)) {
            assertThat(in.metadata()).containsEntry("format", "pt");
            long parameters = in.tensors().values().stream()
                    .mapToLong(TensorInfo::elements)
                    .sum();
            assertThat(parameters).isEqualTo(246_194);
        }
    }
}
