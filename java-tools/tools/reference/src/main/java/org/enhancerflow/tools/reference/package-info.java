@NullMarked
package org.enhancerflow.tools.reference;

import org.jspecify.annotations.NullMarked;
