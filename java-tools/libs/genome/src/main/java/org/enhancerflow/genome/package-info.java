@NullMarked
package org.enhancerflow.genome;

import org.jspecify.annotations.NullMarked;
