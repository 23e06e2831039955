@NullMarked
package org.enhancerflow.tools.benchmark;

import org.jspecify.annotations.NullMarked;
