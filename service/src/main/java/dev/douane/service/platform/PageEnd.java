package dev.douane.service.platform;

import java.util.List;
import java.util.function.ToLongFunction;

/** Where a page of a list ends whose items may be long: its answer must fit into memory however many of them there are. */
public final class PageEnd {
    /** Bytes of items, about, that are gathered for one page. */
    public static final long BYTES_MAX = 1 << 20;

    private PageEnd() {}

    /**
     * The items of a page: as many as are asked for, or as many as have so many bytes together, whichever are fewer; but at least one, so that
     * whoever reads on comes to the end.
     *
     * @param found items from the page's first on; one more than asked for where there are more
     * @param bytes how long an item is, about
     */
    public static <T> List<T> of(List<T> found, int limit, ToLongFunction<T> bytes) {
        long all = 0;
        int items = 0;
        while (items < Math.min(found.size(), limit)) {
            all += bytes.applyAsLong(found.get(items));
            if (all > BYTES_MAX && items > 0) {
                break;
            }
            items++;
        }
        return found.subList(0, items);
    }
}
