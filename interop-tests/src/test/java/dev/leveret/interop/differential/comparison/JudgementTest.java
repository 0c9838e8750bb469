package dev.leveret.interop.differential.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final List<String> THEIRS = List.of("ok");
    private static final List<String> OURS = List.of("refused");
    private static final Optional<ExpectedDifference> LISTED =
            Optional.of(new ExpectedDifference(List.of("a row"), OURS));

    @Test
    void whatIsNotExpectedToDifferMustNot() {
        assertInstanceOf(Judgement.Same.class, Judgement.of(THEIRS, Optional.empty(), THEIRS));
        assertInstanceOf(Judgement.Defect.class, Judgement.of(THEIRS, Optional.empty(), OURS));
    }

    @Test
    void whatIsExpectedToDifferMustDifferInThatWay() {
        assertInstanceOf(Judgement.Listed.class, Judgement.of(THEIRS, LISTED, OURS));
        assertInstanceOf(Judgement.Defect.class, Judgement.of(THEIRS, LISTED, THEIRS));
        assertInstanceOf(Judgement.Defect.class, Judgement.of(THEIRS, LISTED, List.of("something else")));
    }

    @Test
    void fileOfAnExpectedDifferenceIsReadAsItIsWritten() {
        ExpectedDifference two = new ExpectedDifference(List.of("one row", "another"), List.of("1 a", "1 b"));
        assertEquals(List.of("deviation: one row", "deviation: another", "1 a", "1 b"), two.file());
        assertEquals(two, ExpectedDifference.parse(two.file()));
    }
}
