package dev.douane.rules.facts;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The decision's time in the ruleset's zone.
 *
 * @param date ISO 8601 calendar date, {@code 2026-11-21}; compares as text
 * @param hour 0 to 23
 * @param dayOfWeek {@code MONDAY} to {@code SUNDAY}
 * @param dayOfMonth 1 to 31
 */
public record Clock(String date, int hour, String dayOfWeek, int dayOfMonth) {
    public static Clock at(Instant time, ZoneId zone) {
        var local = time.atZone(zone);
        return new Clock(
                local.toLocalDate().toString(),
                local.getHour(),
                local.getDayOfWeek().name(),
                local.getDayOfMonth());
    }
}
