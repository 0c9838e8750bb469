package dev.leveret.server.policy;

/** The two sets of policies that a virtual host has. Of each, one at most applies to an object. */
public enum PolicyKind {
    /** What its users want. */
    USER,
    /** What its operator allows at most. */
    OPERATOR
}
