package org.enhancerflow.genome;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.artifacts.SequenceId;

/**
 * What REFERENCE knew of its FASTA file ({@code <name>.fa.seal.json}), so that no later tool hashes a gigabase again.
 *
 * @param digest SHA-256 of the lines {@code name<TAB>length<TAB>M5<LF>} in the reference's order
 * @param size bytes of the FASTA file
 * @param fingerprint XXH3-128 of the FASTA file's bytes, 32 hex digits
 */
record ReferenceSeal(String digest, long size, String fingerprint) {

    /** The fingerprint of a file: a quarter of a second per gigabyte, when its time stamp makes it necessary. */
    static String fingerprint(Path file) throws IOException {
        HashStream128 hash = Hashing.xxh3_128().hashStream();
        byte[] block = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                hash.putBytes(block, 0, n);
            }
        }
        return hex(hash);
    }

    static String hex(HashStream128 hash) {
        return new SequenceId(hash.get().getMostSignificantBits(), hash.get().getLeastSignificantBits()).hex();
    }
}
