package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights to start from, from a folder or an address. */
class PretrainedTest {

    private static final String CONFIG = "{\"model_type\": \"bert\"}";

    @TempDir
    Path folder;

    @Test
    void anAddressNeedsDigestsAndWeightsNeedTheirTokenizer() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        assertRefused(
                Nextflow.pipeline("pretrained-no-digest", "--pretrained", "https://example.org/model"),
                "--pretrained_sha256 is missing: for an address it names the files and their digests, such as "
                        + "config.json=…,model.safetensors=…,tokenizer.json=…");
        assertRefused(
                Nextflow.pipeline("pretrained-no-tokenizer", "--pretrained", folder.toString()),
                "--tokenizer is missing: the weights of --pretrained read the tokens of their own tokenizer.json, "
                        + "and none lies beside them");
        assertRefused(
                Nextflow.pipeline(
                        "pretrained-bad-digest",
                        "--pretrained",
                        "https://example.org/model",
                        "--pretrained_sha256",
                        "config.json=12"),
                "--pretrained_sha256 is 'config.json=12': write name=64 hexadecimal digits, with commas between");
    }

    private static void assertRefused(Outcome run, String problem) {
        assertThat(run.errorLines()).containsExactly("enhancerflow: " + problem);
        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void whatIsDownloadedIsComparedWithItsDigest() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().endsWith("config.json")
                    ? CONFIG.getBytes(StandardCharsets.UTF_8)
                    : "not the weights".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String wrong = "0".repeat(64);
            Outcome run = Nextflow.pipeline(
                    "pretrained-wrong-digest",
                    "-profile",
                    "demo",
                    "--pretrained",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/model",
                    "--pretrained_sha256",
                    String.join(
                            ",",
                            List.of(
                                    "config.json=" + Digest.ofText(CONFIG),
                                    "model.safetensors=" + wrong,
                                    "tokenizer.json=" + Digest.ofText("not the weights"))));
            assertThat(run.exit()).isNotZero();
            assertThat(run.output() + run.errors())
                    .contains("pretrained: model.safetensors: has the SHA-256 " + Digest.ofText("not the weights")
                            + ", expected " + wrong);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void weightsBringTheirOwnTokenizer() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Outcome run = Nextflow.pipeline(
                "stub-pretrained",
                "-profile",
                "demo",
                "-stub",
                "--models",
                "dnabert2",
                "--pretrained",
                folder.toString());
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.processes("COMPLETED"))
                .contains("PRETRAINED", "TOKENIZE", "SEARCH", "TRAIN")
                .doesNotContain("VOCAB");
    }
}
