@NullMarked
package org.enhancerflow.artifacts;

import org.jspecify.annotations.NullMarked;
