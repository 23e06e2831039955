package org.enhancerflow.artifacts;

/** A sequence of the reference: its name and its length in bases. */
public record Contig(String name, long length) {}
