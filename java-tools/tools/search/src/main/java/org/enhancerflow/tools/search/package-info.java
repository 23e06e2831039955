@NullMarked
package org.enhancerflow.tools.search;

import org.jspecify.annotations.NullMarked;
