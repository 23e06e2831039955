/** Scores windows with any model folder, labelled or not. */
@NullMarked
package org.enhancerflow.tools.predict;

import org.jspecify.annotations.NullMarked;
