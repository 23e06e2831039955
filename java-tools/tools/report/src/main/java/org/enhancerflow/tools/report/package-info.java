@NullMarked
package org.enhancerflow.tools.report;

import org.jspecify.annotations.NullMarked;
