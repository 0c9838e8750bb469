/**
 * The few file operations that the store uses, behind an interface so that tests can make each of them fail. No file
 * format and no policy lives here.
 */
package dev.leveret.store.disk;
