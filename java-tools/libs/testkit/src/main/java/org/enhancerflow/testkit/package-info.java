@NullMarked
package org.enhancerflow.testkit;

import org.jspecify.annotations.NullMarked;
