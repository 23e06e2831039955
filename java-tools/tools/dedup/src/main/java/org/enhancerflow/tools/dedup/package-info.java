@NullMarked
package org.enhancerflow.tools.dedup;

import org.jspecify.annotations.NullMarked;
