@NullMarked
package org.enhancerflow.tools.tokenize;

import org.jspecify.annotations.NullMarked;
