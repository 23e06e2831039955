@NullMarked
package org.enhancerflow.tools.split;

import org.jspecify.annotations.NullMarked;
