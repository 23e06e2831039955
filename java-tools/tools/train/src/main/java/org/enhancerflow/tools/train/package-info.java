@NullMarked
package org.enhancerflow.tools.train;

import org.jspecify.annotations.NullMarked;
