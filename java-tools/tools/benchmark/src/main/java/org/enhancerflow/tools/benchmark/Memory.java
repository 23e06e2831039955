package org.enhancerflow.tools.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How much memory is in use, as the system says. */
final class Memory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /**
     * Megabytes: of a CUDA device what nvidia-smi says is in use on it, other processes included; on the CPU the most that was resident.
     *
     * @param device as {@code Torch.device()} names it; of several the first counts
     * @return empty where the system does not say
     */
    static Optional<Long> megabytes(String device) throws IOException {
        String first = device.split(",", 2)[0];
        return first.startsWith("cuda:") ? ofDevice(first.substring(5)) : ofProcess();
    }

    private static Optional<Long> ofProcess() throws IOException {
        if (!Files.exists(STATUS)) {
            return Optional.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst();
    }

    private static Optional<Long> ofDevice(String index) {
        List<String> command =
                List.of("nvidia-smi", "-i", index, "--query-gpu=memory.used", "--format=csv,noheader,nounits");
        try {
            Process process = new ProcessBuilder(command).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
        } catch (IOException e) {
            // Without nvidia-smi nobody says.
            return Optional.empty();
        }
    }
}
