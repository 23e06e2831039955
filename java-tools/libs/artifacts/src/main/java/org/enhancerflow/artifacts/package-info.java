/** Every file that passes between stages: one record each, with its reader and writer. */
@NullMarked
package org.enhancerflow.artifacts;

import org.jspecify.annotations.NullMarked;
