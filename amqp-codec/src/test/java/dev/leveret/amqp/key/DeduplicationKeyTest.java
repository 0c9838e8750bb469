package dev.leveret.amqp.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldValue;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Keys come from clients, and are spread over a hash table whatever these choose. */
class DeduplicationKeyTest {

    private static final int COUNT = 65_536;

    private static int hashes(IntFunction<FieldValue> keys) {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            hashes.add(DeduplicationKey.of(keys.apply(i)).hashCode());
        }
        return hashes.size();
    }

    @Test
    void nobodyCanChooseKeysOfOneHash() {
        // given texts that Java's own hashes cannot tell apart
        int hashes = hashes(i -> {
            var text = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            return FieldValue.text(text.toString());
        });

        // then theirs differ, but for as many as chance has it
        assertTrue(hashes > COUNT - 100, () -> hashes + " hashes");
    }

    @Test
    void numbersInARowAreSpread() {
        int hashes = hashes(FieldValue.Int32::new);
        assertTrue(hashes > COUNT - 100, () -> hashes + " hashes");
    }

    @Test
    void equalKeysHaveOneHash() {
        assertEquals(
                DeduplicationKey.of(new FieldValue.Int32(7)).hashCode(),
                DeduplicationKey.of(new FieldValue.Int64(7)).hashCode());
        DeduplicationKey key = DeduplicationKey.of(FieldValue.text("k"));
        assertEquals(key, DeduplicationKey.ofBytes(key.bytes()));
        assertEquals(key.hashCode(), DeduplicationKey.ofBytes(key.bytes()).hashCode());
    }
}
