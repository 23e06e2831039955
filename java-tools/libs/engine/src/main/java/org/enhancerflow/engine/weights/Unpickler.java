package org.enhancerflow.engine.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's pickle format (protocols 2 to 4), as far as files of weights need it. A pickle is a program; this machine runs only the
 * instructions that put together numbers, texts, lists, dicts and tensors. Any other instruction, and any name that is not in {@link Known},
 * ends the reading before anything is made of it. There is nothing here that could call a function of the file's choice.
 *
 * <p>Values are: {@link String}, {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, {@link None}, {@link Tuple},
 * {@link List}, {@link Map}, {@link Known}, {@link TensorView.Storage}, {@link TensorView}. Memory stays within a small multiple of the pickle.
 */
final class Unpickler {

    /** Python's None. */
    enum None {
        NONE
    }

    /** Python's tuple. */
    record Tuple(List<Object> items) {}

    private static final Object MARK = new Object();
    private static final int HIGHEST_PROTOCOL = 4;

    private static final Map<Integer, String> FORBIDDEN = Map.of(
            0x69,
            "INST",
            0x6f,
            "OBJ",
            0x81,
            "NEWOBJ",
            0x92,
            "NEWOBJ_EX",
            0x82,
            "EXT1",
            0x83,
            "EXT2",
            0x84,
            "EXT4",
            0x53,
            "STRING",
            0x30,
            "POP",
            0x50,
            "PERSID");

    private final ByteBuffer bytes;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Unpickler(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads one pickle; the buffer's position is then behind it.
     *
     * @throws PickleException when it is damaged or holds anything but data
     */
    static Object read(ByteBuffer bytes) {
        try {
            return new Unpickler(bytes).run();
        } catch (BufferUnderflowException e) {
            throw new PickleException("ends in the middle of its pickle");
        }
    }

    private Object run() {
        while (true) {
            int instruction = bytes.get() & 0xff;
            if (instruction == '.') {
                Object result = pop();
                if (!stack.isEmpty()) {
                    throw new PickleException("holds a pickle that leaves values unused");
                }
                return result;
            }
            step(instruction);
        }
    }

    private void step(int instruction) {
        switch (instruction) {
            case 0x80 -> protocol(bytes.get() & 0xff);
            case 0x95 -> length(bytes.getLong());
            case '(' -> stack.add(MARK);
            case 'N' -> stack.add(None.NONE);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) (bytes.get() & 0xff));
            case 'M' -> stack.add((long) (bytes.getShort() & 0xffff));
            case 'J' -> stack.add((long) bytes.getInt());
            case 0x8a -> stack.add(number(bytes.get() & 0xff));
            case 'G' -> stack.add(bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getDouble(skip(8)));
            case 'X' -> stack.add(text(length(bytes.getInt() & 0xffffffffL)));
            case 0x8c -> stack.add(text(bytes.get() & 0xff));
            case 'q' -> memo.put((long) (bytes.get() & 0xff), top());
            case 'r' -> memo.put(bytes.getInt() & 0xffffffffL, top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> stack.add(remembered(bytes.get() & 0xff));
            case 'j' -> stack.add(remembered(bytes.getInt() & 0xffffffffL));
            case 'c' -> stack.add(named(line(), line()));
            case 0x93 -> {
                String attribute = popText();
                stack.add(named(popText(), attribute));
            }
            default -> build(instruction);
        }
    }

    private void build(int instruction) {
        switch (instruction) {
            case ')' -> stack.add(new Tuple(List.of()));
            case 0x85 -> stack.add(new Tuple(popped(1)));
            case 0x86 -> stack.add(new Tuple(popped(2)));
            case 0x87 -> stack.add(new Tuple(popped(3)));
            case 't' -> stack.add(new Tuple(List.copyOf(marked())));
            case ']' -> stack.add(new ArrayList<>());
            case 'a' -> {
                List<Object> item = popped(1);
                list(top()).addAll(item);
            }
            case 'e' -> {
                List<Object> items = marked();
                list(top()).addAll(items);
            }
            case '}' -> stack.add(new LinkedHashMap<>());
            case 's' -> put(popped(2));
            case 'u' -> put(marked());
            case 'Q' -> stack.add(storage(pop()));
            case 'R' -> {
                Object arguments = pop();
                stack.add(made(pop(), arguments));
            }
            case 'b' -> {
                // The attributes of a state dict, such as _metadata: of no use here.
                Object attributes = pop();
                dict(attributes);
                dict(top());
            }
            default ->
                throw new PickleException("holds the pickle instruction "
                        + FORBIDDEN.getOrDefault(instruction, "0x" + Integer.toHexString(instruction))
                        + ", which weights have no need of; the file may be hostile");
        }
    }

    private static void protocol(int number) {
        if (number < 2 || number > HIGHEST_PROTOCOL) {
            throw new PickleException("holds a pickle of protocol " + number + ", this version reads 2 to 4");
        }
    }

    private long length(long claimed) {
        if (claimed < 0 || claimed > bytes.remaining()) {
            throw new PickleException("ends in the middle of its pickle");
        }
        return claimed;
    }

    private int skip(int count) {
        int at = bytes.position();
        length(count);
        bytes.position(at + count);
        return at;
    }

    private Object number(int width) {
        byte[] digits = new byte[(int) length(width)];
        for (int i = width - 1; i >= 0; i--) {
            digits[i] = bytes.get();
        }
        BigInteger value = width == 0 ? BigInteger.ZERO : new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : value;
    }

    private String text(long width) {
        byte[] text = new byte[(int) length(width)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() {
        int start = bytes.position();
        while (bytes.get() != '\n') {
            length(1);
        }
        int width = bytes.position() - start - 1;
        byte[] text = new byte[width];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static Known named(String module, String attribute) {
        return Known.of(module, attribute)
                .orElseThrow(() -> new PickleException("asks for '" + shown(module) + "." + shown(attribute)
                        + "', which weights have no need of; the file may be hostile, and nothing in it was run"));
    }

    /** A name from the file, fit for one line of a message. */
    private static String shown(String name) {
        String plain = name.replaceAll("[^\\p{Graph} ]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
    }

    private static Object made(Object what, Object arguments) {
        if (!(what instanceof Known known) || !(arguments instanceof Tuple tuple)) {
            throw new PickleException("holds a pickle that calls what cannot be called");
        }
        List<Object> items = tuple.items();
        switch (known) {
            case ORDERED_DICT -> {
                if (items.isEmpty()) {
                    return new LinkedHashMap<>();
                }
            }
            case REBUILD_TENSOR -> {
                if (items.size() >= 4
                        && items.get(0) instanceof TensorView.Storage storage
                        && items.get(1) instanceof Long offset) {
                    return new TensorView(storage, offset, whole(items.get(2)), whole(items.get(3)));
                }
            }
            case REBUILD_PARAMETER -> {
                if (!items.isEmpty() && items.get(0) instanceof TensorView tensor) {
                    return tensor;
                }
            }
            default -> throw new PickleException("holds a pickle that calls the type of a storage");
        }
        throw new PickleException("holds a tensor whose description is not well formed");
    }

    private static List<Long> whole(Object value) {
        if (!(value instanceof Tuple tuple) || !tuple.items().stream().allMatch(Long.class::isInstance)) {
            throw new PickleException("holds a tensor whose shape or strides are no whole numbers");
        }
        return tuple.items().stream().map(Long.class::cast).toList();
    }

    /** A persistent id: {@code ('storage', type, key, device, elements)}, in files of old with a sixth item that is None. */
    private static TensorView.Storage storage(Object id) {
        if (id instanceof Tuple tuple
                && tuple.items().size() >= 5
                && tuple.items().stream().skip(5).allMatch(None.NONE::equals)
                && tuple.items().get(0).equals("storage")
                && tuple.items().get(1) instanceof Known known
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long count
                && count >= 0) {
            return new TensorView.Storage(
                    known.elements().orElseThrow(() -> new PickleException("names a storage without a type")),
                    key,
                    count);
        }
        throw new PickleException("refers to something outside the file that is not the storage of a tensor");
    }

    private void put(List<Object> pairs) {
        Map<Object, Object> target = dict(top());
        if (pairs.size() % 2 != 0) {
            throw new PickleException("holds a dict with a key that has no value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof String) && !(pairs.get(i) instanceof Long)) {
                throw new PickleException("holds a dict whose keys are no names");
            }
            target.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> dict(Object value) {
        if (value instanceof LinkedHashMap<?, ?>) {
            return (Map<Object, Object>) value;
        }
        throw new PickleException("holds a pickle that takes for a dict what is none");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        if (value instanceof ArrayList<?>) {
            return (List<Object>) value;
        }
        throw new PickleException("holds a pickle that takes for a list what is none");
    }

    private Object remembered(long key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new PickleException("holds a pickle that refers to what it never made");
        }
        return value;
    }

    private Object top() {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw new PickleException("holds a pickle whose stack does not balance");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private String popText() {
        if (pop() instanceof String text) {
            return text;
        }
        throw new PickleException("holds a pickle that takes for a name what is none");
    }

    private List<Object> popped(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(0, pop());
        }
        return List.copyOf(values);
    }

    private List<Object> marked() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new PickleException("holds a pickle whose stack does not balance");
        }
        List<Object> above = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return above;
    }
}
