package dev.douane.rules.drools;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a class file can reach: every class and every {@code owner.method} that its constant pool names. Reads bytes and knows nothing of
 * rules, so that it can say what was compiled whatever anybody thinks was compiled.
 */
final class ReferencedClasses {
    private static final Pattern TYPE = Pattern.compile("L([^;<]+)");

    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<Integer, Integer> classes = new HashMap<>();
    private final Map<Integer, int[]> members = new HashMap<>();
    private final Map<Integer, int[]> namesAndTypes = new HashMap<>();
    private final Set<Integer> types = new HashSet<>();

    private ReferencedClasses() {}

    /**
     * Names with dots; methods as {@code owner#name}.
     *
     * @throws IOException if it is no class file
     */
    static SortedSet<String> of(byte[] classFile) throws IOException {
        var pool = new ReferencedClasses();
        try (var in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            pool.read(in);
        }
        return pool.references();
    }

    private void read(DataInputStream in) throws IOException {
        if (in.readInt() != 0xCAFEBABE) {
            throw new IOException("no class file");
        }
        in.readInt();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 7 -> classes.put(i, in.readUnsignedShort());
                case 8, 19, 20 -> in.readUnsignedShort();
                case 9, 10, 11 -> members.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                case 12 -> {
                    int name = in.readUnsignedShort();
                    int type = in.readUnsignedShort();
                    namesAndTypes.put(i, new int[] {name, type});
                    types.add(type);
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                case 16 -> types.add(in.readUnsignedShort());
                case 17, 18 -> {
                    in.readUnsignedShort();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("constant of kind " + tag);
            }
        }
    }

    private SortedSet<String> references() {
        var found = new TreeSet<String>();
        classes.values().forEach(name -> addClass(text(name), found));
        types.forEach(type -> addTypes(text(type), found));
        members.values().forEach(member -> {
            var owner = classes.get(member[0]);
            var nameAndType = namesAndTypes.get(member[1]);
            if (owner != null && nameAndType != null) {
                found.add(text(owner).replace('/', '.') + "#" + text(nameAndType[0]));
            }
        });
        return found;
    }

    private String text(int index) {
        return String.valueOf(texts.get(index));
    }

    private static void addClass(String name, SortedSet<String> found) {
        if (name.startsWith("[")) {
            addTypes(name, found);
        } else {
            found.add(name.replace('/', '.'));
        }
    }

    private static void addTypes(String descriptor, SortedSet<String> found) {
        TYPE.matcher(descriptor)
                .results()
                .forEach(type -> found.add(type.group(1).replace('/', '.')));
    }
}
