/** Files of weights, of whatever format, as named tensors. */
@NullMarked
package org.enhancerflow.engine.weights;

import org.jspecify.annotations.NullMarked;
