package dev.leveret.routing.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sorted array that is copied at each change, compared with a list that is sorted anew. */
class SortedArrayTest {

    private record Item(int rank, int id) {}

    private static final Comparator<Item> BY_RANK = Comparator.comparingInt(Item::rank);

    @Test
    void elementsAreSortedAndThoseOfOneRankInTheOrderOfTheirComing() {
        // given
        SortedArray<Item> array = new SortedArray<>(BY_RANK, new Item[0]);
        List<Item> model = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            // when
            if (model.isEmpty() || random.nextInt(10) < (i < 2500 ? 7 : 3)) {
                Item item = new Item(random.nextInt(20), i);
                array.add(item);
                model.add(item);
                model.sort(BY_RANK);
            } else {
                array.remove(model.remove(random.nextInt(model.size())));
            }
            // then
            assertEquals(model, Arrays.asList(array.elements()));
        }
    }

    @Test
    void removingWhatIsNotThereChangesNothing() {
        // given
        SortedArray<Item> array = new SortedArray<>(BY_RANK, new Item[0]);
        array.add(new Item(1, 1));
        array.add(new Item(3, 1));
        Item[] before = array.elements();
        // when
        array.remove(new Item(0, 1));
        array.remove(new Item(1, 2));
        array.remove(new Item(2, 1));
        array.remove(new Item(3, 2));
        array.remove(new Item(4, 1));
        // then
        assertSame(before, array.elements());
    }
}
