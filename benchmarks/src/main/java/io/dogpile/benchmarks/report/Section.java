package io.dogpile.benchmarks.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param topic whose measurements it shows
 * @param title its heading
 * @param text what is measured, and how
 * @param layout of its tables
 * @param references the contenders to which the others' main figure is compared
 */
record Section(String topic, String title, String text, Layout layout, List<String> references) {}
