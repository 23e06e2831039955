@NullMarked
package org.enhancerflow.kit;

import org.jspecify.annotations.NullMarked;
