package dev.douane.rules.yaml;

import org.jspecify.annotations.Nullable;

/** Where a value stands in a document, from its root on. */
public final class YamlPath {
    /** The document as a whole. */
    public static final YamlPath ROOT = new YamlPath(null, null, 0);

    private final @Nullable YamlPath parent;
    private final @Nullable String member;
    private final int item;

    private YamlPath(@Nullable YamlPath parent, @Nullable String member, int item) {
        this.parent = parent;
        this.member = member;
        this.item = item;
    }

    YamlPath member(String name) {
        return new YamlPath(this, name, 0);
    }

    YamlPath item(int position) {
        return new YamlPath(this, null, position);
    }

    /** As people write it: {@code deployments[3].prices.default[0].input}; empty for the root. */
    public String dotted() {
        if (parent == null) {
            return "";
        }
        var before = parent.dotted();
        if (member == null) {
            return before + "[" + item + "]";
        }
        return before.isEmpty() ? member : before + "." + member;
    }

    /** As a JSON Pointer, with names as they are: {@code /cases/0/call}; empty for the root. */
    public String pointer() {
        return parent == null ? "" : parent.pointer() + "/" + (member == null ? Integer.toString(item) : member);
    }
}
