/**
 * Random schedules against the promises. Time, threads, network and Redis are simulated, so that a schedule is nothing
 * but its seed; see {@link io.dogpile.simulation.SimulationTests}.
 */
@NullMarked
package io.dogpile.simulation;

import org.jspecify.annotations.NullMarked;
