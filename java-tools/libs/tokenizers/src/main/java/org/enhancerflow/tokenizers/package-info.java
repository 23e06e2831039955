@NullMarked
package org.enhancerflow.tokenizers;

import org.jspecify.annotations.NullMarked;
