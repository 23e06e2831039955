/** Seeded builders of genomes, peaks and corpora, and in-process runs of tools: for tests of any module, never shipped. */
@NullMarked
package org.enhancerflow.testkit;

import org.jspecify.annotations.NullMarked;
