/**
 * Places on a genome and the bases found there: reference access, peak files, windows, contig naming, interval sets and
 * the canonical id of a sequence. Coordinates are 0-based and half-open everywhere, as in BED.
 */
@NullMarked
package org.enhancerflow.genome;

import org.jspecify.annotations.NullMarked;
