/**
 * What is still there after the broker was stopped, or killed, and started again on the same folder. These tests have
 * broker processes of their own.
 */
package dev.leveret.interop.durability;
