/** Compares models on the windows of one test set: differences with intervals and tests, spread over seeds. */
@NullMarked
package org.enhancerflow.tools.compare;

import org.jspecify.annotations.NullMarked;
