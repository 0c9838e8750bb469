/**
 * Publishing: confirms, returns, sizes, and what makes a message unacceptable. Where a message goes is in the routing
 * package.
 */
package dev.leveret.interop.publishing;
