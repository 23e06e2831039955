/** What every tool shares: command line, errors and exit codes, atomic output, progress, manifests. */
@NullMarked
package org.enhancerflow.kit;

import org.jspecify.annotations.NullMarked;
