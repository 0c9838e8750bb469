/**
 * The regular expressions that operators write over names, in policies and in permissions: PCRE's syntax, read and looked up here.
 *
 * <p>What follows from a match does not belong here.
 */
package dev.leveret.server.pattern;
