@NullMarked
package org.enhancerflow.tools.pretrained;

import org.jspecify.annotations.NullMarked;
