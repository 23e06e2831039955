@NullMarked
package org.enhancerflow.learning;

import org.jspecify.annotations.NullMarked;
