package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The parts of a token store as one, byte for byte what one writer would have written; in memory is a buffer of them. */
public final class TokenStoreJoin implements AutoCloseable {
    private static final String REMEDY = "run TOKENIZE again for this part";

    private final List<Part> parts;

    private TokenStoreJoin(List<Part> parts) {
        this.parts = parts;
    }

    /** One part, whose bounds have been checked. */
    private record Part(SafetensorsFile file, TokenHeader header, long rows, long tokens, long rcTokens) {}

    /**
     * Opens parts.
     *
     * @param paths part 1 to part N
     * @throws BadInputException if one is damaged, is not the part that its place says, or holds other tokens than the first
     */
    public static TokenStoreJoin open(List<Path> paths) throws IOException {
        TokenStoreJoin join = new TokenStoreJoin(new ArrayList<>());
        try {
            for (int i = 0; i < paths.size(); i++) {
                join.add(paths.get(i), new Shard(i + 1, paths.size()));
            }
            return join;
        } catch (IOException | RuntimeException e) {
            join.close();
            throw e;
        }
    }

    private void add(Path path, Shard shard) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            TokenHeader header = TokenStore.header(file);
            String found = file.metadata().getOrDefault(TokenStoreWriter.SHARD, Shard.WHOLE.text());
            if (!found.equals(shard.text())) {
                throw new BadInputException(path, "is part " + found + ", not " + shard.text(), "pass every part once");
            }
            if (!parts.isEmpty() && !header.equals(parts.get(0).header())) {
                throw new BadInputException(
                        path,
                        "holds other tokens than " + parts.get(0).file().path(),
                        "make all parts with one tokenizer and the same options");
            }
            long tokens = file.require("input_ids", header.idType()).elements();
            boolean both = header.reverseComplement();
            long rcTokens = both ? file.require("rc_input_ids", header.idType()).elements() : 0;
            long rows = file.require("labels", TensorType.U8).elements();
            for (TensorSpec spec : TokenStoreWriter.specs(header, rows, tokens, rcTokens)) {
                if (file.require(spec.name(), spec.type()).elements() != spec.elements()) {
                    throw new BadInputException(path, "its columns do not fit together", REMEDY);
                }
            }
            parts.add(new Part(file, header, rows, tokens, rcTokens));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Sequences of all parts. */
    public long size() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    /** Writes the whole store. */
    public void write(Path out) throws IOException {
        TokenHeader header = parts.get(0).header();
        boolean both = header.reverseComplement();
        long tokens = parts.stream().mapToLong(Part::tokens).sum();
        long rcTokens = parts.stream().mapToLong(Part::rcTokens).sum();
        List<TensorSpec> specs = TokenStoreWriter.specs(header, size(), tokens, rcTokens);
        try (SafetensorsWriter writer =
                new SafetensorsWriter(out, TokenStoreWriter.metadata(header, Shard.WHOLE), specs)) {
            writeOffsets(writer, "offsets", "input_ids");
            writeWindows(writer);
            if (both) {
                writeOffsets(writer, "rc_offsets", "rc_input_ids");
            }
            copy(writer, "input_ids");
            if (both) {
                copy(writer, "rc_input_ids");
            }
            copy(writer, "labels");
            writer.finish();
        }
    }

    /** A part's offsets count from its own first token. */
    private void writeOffsets(SafetensorsWriter writer, String name, String ids) throws IOException {
        long[] last = {0};
        writer.writeLongs(last, 0, 1);
        long[] one = new long[1];
        for (Part part : parts) {
            long base = last[0];
            long[] before = {-1};
            part.file().forEach(name, block -> {
                while (block.hasRemaining()) {
                    long offset = block.getLong();
                    boolean first = before[0] < 0;
                    if (first ? offset != 0 : offset < before[0]) {
                        throw new BadInputException(part.file().path(), "its " + name + " do not ascend", REMEDY);
                    }
                    before[0] = offset;
                    if (!first) {
                        one[0] = base + offset;
                        writer.writeLongs(one, 0, 1);
                    }
                }
            });
            if (before[0] != part.file().require(ids).elements()) {
                throw new BadInputException(
                        part.file().path(), "its " + name + " do not end where its tokens do", REMEDY);
            }
            last[0] = base + before[0];
        }
    }

    /** Rows of the corpus, which ascend through all parts. */
    private void writeWindows(SafetensorsWriter writer) throws IOException {
        long[] before = {-1};
        long[] one = new long[1];
        for (Part part : parts) {
            part.file().forEach("window", block -> {
                while (block.hasRemaining()) {
                    one[0] = block.getLong();
                    if (one[0] <= before[0]) {
                        throw new BadInputException(
                                part.file().path(),
                                "its row " + one[0] + " of the corpus comes after row " + before[0],
                                REMEDY);
                    }
                    before[0] = one[0];
                    writer.writeLongs(one, 0, 1);
                }
            });
        }
    }

    private void copy(SafetensorsWriter writer, String name) throws IOException {
        for (Part part : parts) {
            part.file().forEach(name, writer::write);
        }
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.file().close();
        }
    }
}
