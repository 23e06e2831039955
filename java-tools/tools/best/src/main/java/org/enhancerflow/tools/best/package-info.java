@NullMarked
package org.enhancerflow.tools.best;

import org.jspecify.annotations.NullMarked;
