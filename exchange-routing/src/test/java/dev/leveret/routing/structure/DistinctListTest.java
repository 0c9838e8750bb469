package dev.leveret.routing.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A list that takes each object once, used over and over. */
class DistinctListTest {

    @Test
    void eachObjectIsTakenOnceInItsOrderInEveryUse() {
        // given one list for uses of very different sizes
        DistinctList<Object> list = new DistinctList<>();
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            objects.add(new Object());
        }
        Random random = new Random(1);
        int[] sizes = {3, 16, 17, 3000, 5, 33, 100, 16, 1000, 31, 32, 0, 64, 65, 129};
        for (int size : sizes) {
            // when
            list.clear();
            Map<Object, Integer> expected = new IdentityHashMap<>();
            for (int i = 0; i < size * 3; i++) {
                Object object = objects.get(random.nextInt(size));
                int count = expected.size();
                assertEquals(expected.putIfAbsent(object, count) == null, list.add(object));
            }
            // then
            assertEquals(expected.size(), list.size());
            expected.forEach((object, index) -> assertSame(object, list.get(index)));
            Object[] copy = new Object[list.size()];
            list.copyInto(copy);
            expected.forEach((object, index) -> assertSame(object, copy[index]));
        }
    }
}
