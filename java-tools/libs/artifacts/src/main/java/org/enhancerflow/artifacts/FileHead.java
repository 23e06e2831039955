package org.enhancerflow.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises by their first bytes the files that people get in place of the one they wanted to download. */
public final class FileHead {

    private static final int BYTES = 64;

    private FileHead() {}

    /**
     * Does nothing for a file that may be what it is named.
     *
     * @throws BadInputException when it is missing, empty, a git-lfs pointer or a web page
     */
    public static void check(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file, "does not exist", "check the path");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(BYTES);
        }
        if (head.length == 0) {
            throw new BadInputException(file, "is empty", "download it again");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("version https://git-lfs")) {
            throw new BadInputException(
                    file,
                    "is a git-lfs pointer, not the file it stands for",
                    "run 'git lfs pull' where it was cloned, or download the file itself");
        }
        String word = text.stripLeading().toLowerCase(Locale.ROOT);
        if (word.startsWith("<!doctype") || word.startsWith("<html")) {
            throw new BadInputException(
                    file,
                    "is a web page, not the file it should be",
                    "download the file itself, not the page that shows it");
        }
    }
}
