/** Real runs of Nextflow on small inputs, started through the launcher as a user starts them. */
@NullMarked
package org.enhancerflow.pipeline;

import org.jspecify.annotations.NullMarked;
