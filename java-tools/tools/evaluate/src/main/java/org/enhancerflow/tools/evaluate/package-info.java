@NullMarked
package org.enhancerflow.tools.evaluate;

import org.jspecify.annotations.NullMarked;
