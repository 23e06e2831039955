import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * Joins the tools' JARs: what several hold is kept once. Lists of services are joined, each tool's NOTICE goes to a folder of its own, native
 * libraries of other platforms are left out. Nothing is compressed, since the bundle is as a whole. Started by offline.sh:
 * {@code java OneJar.java OUT.jar NOTICES PLATFORM TOOL.jar…}
 */
final class OneJar {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final String SERVICES = "META-INF/services/";

    private final Path notices;
    private final String platform;
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Map<String, TreeSet<String>> services = new TreeMap<>();
    private String version = "";

    private OneJar(Path notices, String platform) {
        this.notices = notices;
        this.platform = platform;
    }

    public static void main(String[] args) throws IOException {
        OneJar all = new OneJar(Path.of(args[1]), args[2]);
        for (String tool : List.of(args).subList(3, args.length)) {
            all.add(Path.of(tool));
        }
        all.write(Path.of(args[0]));
    }

    private void add(Path tool) throws IOException {
        try (JarFile jar = new JarFile(tool.toFile())) {
            version = jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        add(tool, entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    private void add(Path tool, String name, byte[] bytes) throws IOException {
        if (name.equals("META-INF/NOTICE")) {
            Files.write(notices.resolve(tool.getFileName().toString().replace(".jar", "")), bytes);
        } else if (name.startsWith(SERVICES)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            services.computeIfAbsent(name, none -> new TreeSet<>())
                    .addAll(text.lines().filter(line -> !line.isBlank()).toList());
        } else if (!foreign(name)) {
            byte[] known = entries.putIfAbsent(name, bytes);
            if (known != null && !Arrays.equals(known, bytes)) {
                System.err.println("offline.sh: " + tool.getFileName() + " holds another " + name
                        + " than a tool before it: build all tools anew with mvn package; a library has one version in pom.xml");
                System.exit(70);
            }
        }
    }

    /** Whether it is a native library of DJL's for another platform. */
    private boolean foreign(String name) {
        String[] parts = name.split("/");
        boolean tokenizers = name.startsWith("native/lib/") && parts.length > 3;
        boolean glue = name.startsWith("jnilib/") && parts.length > 2;
        return (tokenizers && !parts[2].equals(platform)) || (glue && !parts[1].equals(platform));
    }

    private void write(Path out) throws IOException {
        services.forEach((name, lines) ->
                entries.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        try (OutputStream file = Files.newOutputStream(out);
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(at(new ZipEntry(JarFile.MANIFEST_NAME)));
            manifest.write(jar);
            jar.closeEntry();
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(stored(entry.getKey(), entry.getValue()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }

    private static ZipEntry stored(String name, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = at(new ZipEntry(name));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    private static ZipEntry at(ZipEntry entry) {
        entry.setTimeLocal(TIME);
        return entry;
    }
}
