package io.dogpile.benchmarks.report;

/**
 * A part of the page.
 *
 * @param topic whose measurements it shows
 * @param title its heading
 * @param text what is measured, and how
 * @param layout of its tables
 */
record Section(String topic, String title, String text, Layout layout) {}
