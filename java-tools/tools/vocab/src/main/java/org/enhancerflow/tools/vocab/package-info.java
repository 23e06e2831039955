@NullMarked
package org.enhancerflow.tools.vocab;

import org.jspecify.annotations.NullMarked;
