package io.dogpile.benchmarks;

import java.util.Map;

/**
 * What was measured of one contender, once.
 *
 * @param topic what was measured, {@code memory-hit} for instance: the report has a section for each
 * @param contender whose figures these are
 * @param setting what tells this measurement from others of the same topic and contender: threads, size, distribution
 * @param figures the figures by their name and unit, {@code p99 ms} for instance
 */
public record Measurement(String topic, String contender, Map<String, String> setting, Map<String, Double> figures) {}
