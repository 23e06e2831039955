@NullMarked
package org.enhancerflow.statistics;

import org.jspecify.annotations.NullMarked;
