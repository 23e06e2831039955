/** One self-contained HTML page about a run: metrics, curves, training, search, corpus and provenance. */
@NullMarked
package org.enhancerflow.tools.report;

import org.jspecify.annotations.NullMarked;
