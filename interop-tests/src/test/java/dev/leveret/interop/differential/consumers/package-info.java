/** Who of several consumers gets what, and what ends a consumer. */
package dev.leveret.interop.differential.consumers;
