@NullMarked
package org.enhancerflow.tools.extract;

import org.jspecify.annotations.NullMarked;
