package dev.douane.service.identity.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events by what is alike in them, on their way to the database. However many come, from however many sides: so many groups are told apart, each becomes a row
 * at once and then a row a minute, and no more than so many rows an hour; the rest is counted by kind. Strangers, known keys and what matters most have shares
 * of their own, so that none of them hides what the others do. For many threads.
 *
 * <p>Nanoseconds are those of a clock that goes on evenly; instants are only kept.
 */
final class EventTallies {
    /** How many groups of each share are told apart at once, and how many rows an hour tell them apart; 1,000 in all. */
    enum Share {
        /** What came without a key that is right: anybody can send as much of it as he likes. */
        STRANGERS(400),
        /** What was refused to known keys. */
        KEYS(400),
        /** Approvals of one's own proposals, and what was done. */
        DEEDS(200);

        private final int groups;

        Share(int groups) {
            this.groups = groups;
        }

        int groups() {
            return groups;
        }

        static Share of(EventGroup group) {
            return switch (group.kind()) {
                case UNAUTHENTICATED -> STRANGERS;
                case LIMITED -> group.key() == null ? STRANGERS : KEYS;
                case FORBIDDEN, OUT_OF_REACH -> KEYS;
                case APPROVAL_REFUSED, EXPORT, HOLD_MOVED, KEY_MADE, KEY_REVOKED, FIRST_KEY_USED -> DEEDS;
            };
        }
    }

    private static final long AGAIN_AFTER = Duration.ofMinutes(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Map<Share, Shelf> shelves = new EnumMap<>(Share.class);
    private long hourBegan;

    EventTallies(long now) {
        this.hourBegan = now;
        for (var share : Share.values()) {
            shelves.put(share, new Shelf(share.groups()));
        }
    }

    private Shelf shelf(EventGroup group) {
        return Objects.requireNonNull(shelves.get(Share.of(group)));
    }

    private static final class Tally {
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private long count;
        /** When it last became a row; null for never. */
        private @Nullable Long writtenAt;

        void add(Instant from, Instant to, long times) {
            first = from.isBefore(first) ? from : first;
            last = to.isAfter(last) ? to : last;
            count += times;
        }

        boolean isDue(long now) {
            return count > 0 && (writtenAt == null || now - writtenAt >= AGAIN_AFTER);
        }

        boolean isOver(long now) {
            return count == 0 && (writtenAt == null || now - writtenAt >= AGAIN_AFTER);
        }

        SecurityEvent taken(EventGroup group, long now) {
            var event = new SecurityEvent(group, first, last, count);
            first = Instant.MAX;
            last = Instant.MIN;
            count = 0;
            writtenAt = now;
            return event;
        }
    }

    /** Counts one. */
    synchronized void note(EventGroup group, Instant at) {
        shelf(group).tally(group).add(at, at, 1);
    }

    /**
     * Counts one, if one like it was written within the last minute.
     *
     * @return whether it was; else it has to be written at once, and is then {@link #written}
     */
    synchronized boolean noteIfKnown(EventGroup group, Instant at, long now) {
        var known = shelf(group).tallies.get(group);
        if (known == null || known.writtenAt == null || now - known.writtenAt >= AGAIN_AFTER) {
            return false;
        }
        known.add(at, at, 1);
        return true;
    }

    /** One of the group became a row, aside. */
    synchronized void written(EventGroup group, long now) {
        shelf(group).tally(group).writtenAt = now;
    }

    /** What has to be written now; it counts as written. */
    synchronized List<SecurityEvent> take(long now) {
        if (now - hourBegan >= HOUR) {
            hourBegan = now;
            shelves.values().forEach(shelf -> shelf.rowsThisHour = 0);
        }
        var events = new ArrayList<SecurityEvent>();
        shelves.values().forEach(shelf -> shelf.take(now, events));
        return events;
    }

    /** All that is not written yet, however recently something like it was. */
    synchronized List<SecurityEvent> takeAll(long now) {
        shelves.values().forEach(shelf -> shelf.tallies.values().forEach(tally -> tally.writtenAt = null));
        return take(now);
    }

    /** They could not be written, and are due again. */
    synchronized void putBack(List<SecurityEvent> events) {
        for (var event : events) {
            var tally = shelf(event.group()).tally(event.group());
            tally.add(event.first(), event.last(), event.count());
            tally.writtenAt = null;
        }
    }

    /** How many groups there are; at most as many as all shares have, and some for the rest of each kind. */
    synchronized int size() {
        return shelves.values().stream().mapToInt(shelf -> shelf.tallies.size()).sum();
    }

    /** The groups of one share, and the rest of each of its kinds. */
    private static final class Shelf {
        private final Map<EventGroup, Tally> tallies = new HashMap<>();
        private final int most;
        private int rowsThisHour;

        Shelf(int most) {
            this.most = most;
        }

        Tally tally(EventGroup group) {
            var known = tallies.get(group);
            if (known != null) {
                return known;
            }
            var asked = tallies.size() < most ? group : group.ofMany();
            return tallies.computeIfAbsent(asked, made -> new Tally());
        }

        void take(long now, List<SecurityEvent> events) {
            for (var each : Map.copyOf(tallies).entrySet()) {
                var group = each.getKey();
                var tally = each.getValue();
                if (tally.isDue(now) && !group.isOfMany()) {
                    if (rowsThisHour < most) {
                        rowsThisHour++;
                        events.add(tally.taken(group, now));
                    } else {
                        tallies.remove(group);
                        tallies.computeIfAbsent(group.ofMany(), made -> new Tally())
                                .add(tally.first, tally.last, tally.count);
                    }
                }
            }
            tallies.forEach((group, tally) -> {
                if (group.isOfMany() && tally.isDue(now)) {
                    events.add(tally.taken(group, now));
                }
            });
            tallies.values().removeIf(tally -> tally.isOver(now));
        }
    }
}
