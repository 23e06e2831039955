@NullMarked
package org.enhancerflow.engine;

import org.jspecify.annotations.NullMarked;
