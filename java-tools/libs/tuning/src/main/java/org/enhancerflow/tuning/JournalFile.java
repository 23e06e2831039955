package org.enhancerflow.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an Optuna journal: read from where the last read ended, appended under the lock. A record is whole once its
 * newline is written; what a killed worker left behind it is ignored, and cut off before the next append, since a record
 * glued to it would be lost and the file unreadable for everyone.
 */
final class JournalFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final JournalLock lock;
    private long offset;
    private long line;

    JournalFile(Path path, Duration grace) throws IOException {
        this.path = path.toAbsolutePath();
        this.lock = new JournalLock(this.path, grace);
        if (!Files.exists(this.path)) {
            Files.createDirectories(this.path.getParent());
            Files.write(this.path, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** What is done with a record; the line is 1-based. */
    interface Consumer {
        void accept(JsonNode record, long line);
    }

    /**
     * Hands on every record since the last read.
     *
     * @throws TuningFormatException if a line that is not the last is no JSON object
     */
    void read(Consumer consumer) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            read(channel, consumer);
        }
    }

    /**
     * Appends records, each without line end, as one write; reads on to the end of the file first, and what was written
     * after it. All of it happens under one lock.
     *
     * @param records makes them, once the journal is read; none: nothing is written
     */
    void append(Consumer consumer, Supplier<List<String>> records) throws IOException {
        boolean done;
        do {
            lock.acquire();
            try {
                done = appendLocked(consumer, records);
            } finally {
                lock.release();
            }
        } while (!done);
    }

    /** False, with nothing written, if this process stood still for so long that another one broke its lock. */
    private boolean appendLocked(Consumer consumer, Supplier<List<String>> records) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            read(channel, consumer);
            StringBuilder text = new StringBuilder();
            records.get().forEach(record -> text.append(record).append('\n'));
            if (text.isEmpty()) {
                return true;
            }
            if (!lock.isHeld()) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
            if (channel.size() > offset) {
                channel.truncate(offset);
            }
            channel.position(offset);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // The size goes along; other times need not.
            channel.force(false);
            read(channel, consumer);
            return true;
        }
    }

    private void read(FileChannel channel, Consumer consumer) throws IOException {
        byte[] bytes = tail(channel);
        List<Line> lines = split(bytes);
        for (int i = 0; i < lines.size(); i++) {
            Line next = lines.get(i);
            JsonNode record = parse(next.text());
            if (record == null) {
                if (i == lines.size() - 1) {
                    return;
                }
                throw new TuningFormatException(line + 1, "is no JSON object, and more lines follow");
            }
            consumer.accept(record, line + 1);
            line++;
            offset += next.length();
        }
    }

    private byte[] tail(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < offset) {
            throw new TuningFormatException(0, "has become shorter while it was in use");
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size - offset));
        long at = offset;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip();
        buffer.get(bytes);
        return bytes;
    }

    /** A line's text and its length in bytes, line end included. */
    private record Line(String text, int length) {}

    private List<Line> split(byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String text = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                boolean first = offset == 0 && start == 0;
                lines.add(new Line(first && text.startsWith("\uFEFF") ? text.substring(1) : text, i + 1 - start));
                start = i + 1;
            }
        }
        return lines;
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            JsonNode record = MAPPER.readTree(text);
            return record.isObject() ? record : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
