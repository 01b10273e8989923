package dev.douane.service.rulesets;

import io.quarkus.test.junit.QuarkusTestProfile;

/** An installation whose rulesets nobody else has a hand in: the shipped packs are number 1, and each of its tests leaves that in force. */
public class JustStarted implements QuarkusTestProfile {}
