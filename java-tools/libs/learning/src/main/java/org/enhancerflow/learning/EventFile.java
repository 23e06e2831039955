package org.enhancerflow.learning;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Curves for TensorBoard: an event file, which is a TFRecord file of {@code tensorflow.Event} messages. A record is its length (u64), the
 * length's masked CRC-32C (u32), the message, and the message's masked CRC-32C, all little-endian. Each write reaches the file at once, so
 * that a running training can be watched.
 *
 * <p>The file tells the wall clock, as TensorBoard wants it, so it is no artifact: no two runs write the same bytes.
 */
public final class EventFile implements AutoCloseable {

    private static final int MASK = 0xa282ead8;

    /** Numbers of fields in event.proto and summary.proto, and protocol buffers' wire types. */
    private static final int WALL_TIME = 1;

    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final OutputStream out;
    private final Clock clock;

    private EventFile(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Starts a file of its own in a folder; TensorBoard joins the files of one folder to one curve.
     *
     * @param clock tells when something was written
     */
    public static EventFile create(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("events.out.tfevents." + clock.millis() + ".enhancerflow");
        EventFile events = new EventFile(new BufferedOutputStream(Files.newOutputStream(file)), clock);
        ByteArrayOutputStream version = new ByteArrayOutputStream();
        bytes(version, FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.US_ASCII));
        events.event(version.toByteArray());
        return events;
    }

    /** Writes values of a step, each under its tag. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            bytes(one, TAG, tag.getBytes(StandardCharsets.UTF_8));
            key(one, SIMPLE_VALUE, FIXED32);
            little(one, Float.floatToIntBits(value.floatValue()), Integer.BYTES);
            bytes(summary, VALUE, one.toByteArray());
        });
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        key(event, STEP, VARINT);
        varint(event, step);
        bytes(event, SUMMARY, summary.toByteArray());
        event(event.toByteArray());
    }

    private void event(byte[] fields) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        key(event, WALL_TIME, FIXED64);
        little(event, Double.doubleToLongBits(clock.millis() / 1e3), Long.BYTES);
        event.writeBytes(fields);
        byte[] message = event.toByteArray();
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        little(length, message.length, Long.BYTES);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(length.toByteArray());
        checksum(record, length.toByteArray());
        record.writeBytes(message);
        checksum(record, message);
        record.writeTo(out);
        out.flush();
    }

    /** TFRecord's masked CRC-32C. */
    private static void checksum(ByteArrayOutputStream to, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        little(to, Integer.rotateRight((int) crc.getValue(), 15) + MASK, Integer.BYTES);
    }

    private static void little(ByteArrayOutputStream to, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            to.write((int) (value >>> (8 * i)));
        }
    }

    private static void key(ByteArrayOutputStream to, int field, int wireType) {
        varint(to, ((long) field << 3) | wireType);
    }

    private static void bytes(ByteArrayOutputStream to, int field, byte[] content) {
        key(to, field, BYTES);
        varint(to, content.length);
        to.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
