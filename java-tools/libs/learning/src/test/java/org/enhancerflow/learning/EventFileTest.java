package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private ByteBuffer written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(all.get(0).getFileName().toString()).startsWith("events.out.tfevents.");
            return ByteBuffer.wrap(Files.readAllBytes(all.get(0))).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The first twelve bytes are those of every event file that TensorFlow itself writes: length 24 and its masked checksum. */
    @Test
    void aFileBeginsAsTensorFlowsDo() throws IOException {
        EventFile.create(folder, CLOCK).close();
        byte[] bytes = written().array();
        assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("1800000000000000a37f4b22");
        assertThat(HexFormat.of().formatHex(bytes, 12, 36))
                .isEqualTo("09" + "00000040fc54d941" + "1a0d" + "627261696e2e4576656e743a32");
        assertThat(bytes).hasSize(40);
    }

    /** Fields by hand from event.proto and summary.proto: step 2, summary 5 { value 1 { tag 1, simple_value 2 } }. */
    @Test
    void aScalarIsAnEventWithStepTagAndValue() throws IOException {
        try (EventFile events = EventFile.create(folder, CLOCK)) {
            events.scalars(300, Map.of("loss", 0.5));
        }
        ByteBuffer bytes = written().position(40);
        int length = (int) bytes.getLong();
        bytes.getInt();
        byte[] message = new byte[length];
        bytes.get(message);
        assertThat(HexFormat.of().formatHex(message))
                .isEqualTo("09" + "00000040fc54d941" + "10ac02" + "2a0d" + "0a0b" + "0a04" + "6c6f7373" + "15"
                        + "0000003f");
        assertThat(bytes.remaining()).isEqualTo(Integer.BYTES);
    }
}
