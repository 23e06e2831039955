@NullMarked
package org.enhancerflow.tools.simulate;

import org.jspecify.annotations.NullMarked;
