@NullMarked
package org.enhancerflow.tuning;

import org.jspecify.annotations.NullMarked;
