package dev.douane.rules.catalog;

/** What is known of one term of a contract. Unknown never satisfies a requirement. */
public enum Term {
    YES,
    NO,
    UNKNOWN
}
