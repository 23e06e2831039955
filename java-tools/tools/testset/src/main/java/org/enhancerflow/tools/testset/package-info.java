/** Makes a further test set of windows that no model has seen. */
@NullMarked
package org.enhancerflow.tools.testset;

import org.jspecify.annotations.NullMarked;
