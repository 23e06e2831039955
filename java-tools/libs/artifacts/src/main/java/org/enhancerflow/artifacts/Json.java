package org.enhancerflow.artifacts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * JSON of the records in this package: snake_case keys in the record's order, two-space indent, a final line feed;
 * strict on reading (unknown, missing, duplicate and wrongly typed keys are refused).
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.ALWAYS)
            .build();

    private Json() {}

    /**
     * Reads a whole file.
     *
     * @throws BadInputException if the file is missing, is not JSON, or does not have the form of {@code type}
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        ObjectReader reader = MAPPER.readerFor(type);
        try {
            T value = reader.readValue(Files.readAllBytes(file));
            if (value == null) {
                throw new BadInputException(file, "is 'null'", "write the file again with the tool that made it");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw new BadInputException(file, "does not exist", "check the path");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BadInputException(
                    file,
                    at == null ? 0 : at.getLineNr(),
                    "not a valid " + type.getSimpleName() + " file: " + firstLine(e),
                    "write the file again with the tool that made it");
        }
    }

    /** Reads one value from text, for example a field of a file's metadata. */
    public static <T> T parse(Path file, String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    file,
                    "its " + type.getSimpleName() + " metadata is damaged: " + firstLine(e),
                    "write the file again with the tool that made it");
        }
    }

    /** One line, no spaces: for metadata fields. */
    public static String compact(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass(), e);
        }
    }

    /** Writes {@code value} to {@code file}; the same value always gives the same bytes. */
    public static void write(Path file, Object value) throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        ObjectWriter writer = MAPPER.writer(
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
        Files.writeString(file, writer.writeValueAsString(value) + "\n");
    }

    private static String firstLine(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder path = new StringBuilder();
            mapping.getPath().forEach(part -> path.append('/')
                    .append(part.getFieldName() == null ? String.valueOf(part.getIndex()) : part.getFieldName()));
            return message + " (at " + path + ")";
        }
        return message;
    }
}
