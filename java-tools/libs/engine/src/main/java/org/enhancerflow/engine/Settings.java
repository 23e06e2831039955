package org.enhancerflow.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Values of declared settings, checked: every declared one has a value, and there are no others. */
public final class Settings {

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Checks values against declarations; what is not given gets its default.
     *
     * @throws IllegalArgumentException naming the first setting that is unknown or has a bad value
     */
    public static Settings of(List<Setting> declared, Map<String, String> given) {
        Set<String> names = declared.stream().map(Setting::name).collect(Collectors.toSet());
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown setting '" + name + "'; known are "
                        + declared.stream().map(Setting::name).collect(Collectors.joining(", ")));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : declared) {
            values.put(setting.name(), setting.normal(given.getOrDefault(setting.name(), setting.defaultValue())));
        }
        return new Settings(values);
    }

    /** All values as text, in the order of declaration; each value has one textual form. */
    public Map<String, String> asMap() {
        return java.util.Collections.unmodifiableMap(values);
    }

    /** A whole number. */
    public int integer(String name) {
        return Math.toIntExact(longInteger(name));
    }

    /** A whole number of any size. */
    public long longInteger(String name) {
        return Long.parseLong(text(name));
    }

    /** A number. */
    public double decimal(String name) {
        return Double.parseDouble(text(name));
    }

    /** A word, or any value as text. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("setting '" + name + "' was not declared");
        }
        return value;
    }
}
