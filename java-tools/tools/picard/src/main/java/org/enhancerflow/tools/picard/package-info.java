/** The command {@code picard}: interval lists in and out, by Picard's own programs. */
@org.jspecify.annotations.NullMarked
package org.enhancerflow.tools.picard;
