package dev.leveret.server.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The syntax of regular expressions is PCRE's. What is expected here was measured with RabbitMQ 3.10.8. */
class PcreSyntaxTest {

    private static final List<String> NAMES = List.of(
            "a", "ab", "aab", "123", "b", "t", "d:g", "a{", "{x}", "a{,3}", "[x", "]a",
            "&b", "qq", "a-b", "aAbB", "é", "a.b", "A", "x]", "bba", "_x", "^a", "abab");

    /** Pattern and answer in one text, since both have all sorts of characters in them. */
    private static String[] halves(String line) {
        return line.split(" ~ ?", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "^[[:digit:]]+$ ~ 123",
        "^[[:alpha:]]+$ ~ a ab aab b t qq aAbB A bba abab",
        "^[^[:space:]]+$ ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "^[a-z&&b]+$ ~ a ab aab b t &b qq bba abab",
        "^a{$ ~ a{",
        "^[]a]+$ ~ a ]a",
        "^{x}$ ~ {x}",
        "^\\Aabc\\z ~ ",
        "^x\\h ~ ",
        "(?P<n>q)\\1? ~ qq",
        "^a{,3}$ ~ a{,3}",
        "^[\\w-]+$ ~ a ab aab 123 b t qq a-b aAbB A bba _x abab",
        "^[[]x ~ [x",
        "[[:^alpha:]] ~ 123 d:g a{ {x} a{,3} [x ]a &b a-b é a.b x] _x ^a",
        "(?P<n>a)(?P=n) ~ aab",
        "(?<n>a)\\k<n> ~ aab",
        "(?'n'a)\\k'n' ~ aab",
        "(?P<n>a)\\k{n} ~ aab",
        "(?P<n>a)\\g{n} ~ aab",
        "(a)\\g1 ~ aab",
        "(a)\\g{1} ~ aab",
        "(a)\\g{-1} ~ aab",
        "\\1(a) ~ ",
        "(?i)a ~ a ab aab a{ a{,3} ]a a-b aAbB a.b A bba ^a abab",
        "(?i)[[:upper:]]+$ ~ a ab aab b t d:g [x ]a &b qq a-b aAbB a.b A bba _x ^a abab",
        "(?i:a)b ~ ab aab aAbB abab",
        "((?i)a)b ~ ab aab aAbB abab",
        "(a(?i)b|c)$ ~ ab aab abab",
        "(?s). ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "(?m)^b ~ b bba",
        "(?m)a$ ~ a ]a bba ^a",
        "(?x)a b # foo ~ ab aab abab",
        "(?x) a + b ~ ab aab abab",
        "a(?#x)+b ~ ab aab abab",
        "a+? ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "a++a ~ ",
        "a?+a ~ aab",
        "(?>a+)a ~ ",
        "(?>a|ab)c ~ ",
        "(?=a)*b ~ ab aab b &b a-b aAbB a.b bba abab",
        "(?:)* ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "a{65535} ~ ",
        "[\\d-z] ~ 123 a{,3} a-b",
        "[a\\]b] ~ a ab aab b a{ a{,3} ]a &b a-b aAbB a.b x] bba ^a abab",
        "[\\b] ~ ",
        "\\Qa.b\\E ~ a.b",
        "\\Qa.b ~ a.b",
        "\\E ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "a\\Q\\E+ ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "[\\Qa-z\\E] ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "\\x61 ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "\\x{61} ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "\\x{e9} ~ ",
        "\\x ~ ",
        "\\o{141} ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "\\141 ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "\\8 ~ ",
        "\\81 ~ ",
        "\\11 ~ ",
        "\\cA ~ ",
        "\\N ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\R ~ ",
        "\\K ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "a\\Kb ~ ab aab abab",
        "\\G ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\Ga ~ a ab aab a{ a{,3} a-b aAbB a.b abab",
        "a\\Z ~ a ]a bba ^a",
        "a\\z ~ a ]a bba ^a",
        "a$ ~ a ]a bba ^a",
        "\\p{L} ~ a ab aab b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\pL ~ a ab aab b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\p{^L} ~ 123 d:g a{ {x} a{,3} [x ]a &b a-b é a.b x] _x ^a",
        "\\PL ~ 123 d:g a{ {x} a{,3} [x ]a &b a-b é a.b x] _x ^a",
        "[\\pL] ~ a ab aab b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\p{Lu} ~ aAbB é A",
        ".$ ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "^.$ ~ a b t A",
        "^..$ ~ ab a{ [x ]a &b qq é x] _x ^a",
        "é ~ é",
        "[é] ~ é",
        "^[é]+$ ~ é",
        "(?<=a)b ~ ab aab abab",
        "(?<!a)b ~ b &b a-b aAbB a.b bba",
        "(?<=a|bb)a ~ aab bba",
        "(?<=a{2})b ~ aab",
        "(?<=^|a)b ~ ab aab b bba abab",
        "(?!a)b ~ ab aab b &b a-b aAbB a.b bba abab",
        "^(?!a) ~ 123 b t d:g {x} [x ]a &b qq é A x] bba _x ^a",
        "(a)?\\1b ~ aab",
        "((a)|b)\\2 ~ aab",
        "(?:(?=ab)|a|b){3}$ ~ ab aab bba abab",
        "(a|ab)(c|bcd)?$ ~ a ab aab ]a bba ^a abab",
        "^(a*)*$ ~ a",
        "^(a|b)*?$ ~ a ab aab b bba abab",
        "(?:a?){3}b ~ ab aab b &b a-b aAbB a.b bba abab",
        "(?i-s)a ~ a ab aab a{ a{,3} ]a a-b aAbB a.b A bba ^a abab",
        "(?-i)a ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "[[:alpha:]-z]+ ~ a ab aab b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "[--a] ~ a ab aab 123 d:g a{ a{,3} [x ]a a-b aAbB a.b A x] bba _x ^a abab",
        "[a-] ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "[-a] ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "[+--] ~ a{,3} a-b",
        "[\\w-a] ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "[\\x41-\\x43] ~ aAbB A",
        "[\\101] ~ aAbB A",
        "[\\R] ~ ",
        "[\\X] ~ ",
        "[\\B] ~ aAbB",
        "[\\h] ~ ",
        "[^\\d\\D] ~ ",
        "[\\d\\D] ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "[a&&b] ~ a ab aab b a{ a{,3} ]a &b a-b aAbB a.b bba ^a abab",
        "[a||b] ~ a ab aab b a{ a{,3} ]a &b a-b aAbB a.b bba ^a abab",
        "[[a]b] ~ ",
        "[a[b] ~ a ab aab b a{ a{,3} [x ]a &b a-b aAbB a.b bba ^a abab",
        "\\h ~ ",
        "\\H ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\s ~ ",
        "\\w ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\W ~ d:g a{ {x} a{,3} [x ]a &b a-b é a.b x] ^a",
        "a{1,} ~ a ab aab a{ a{,3} ]a a-b aAbB a.b bba ^a abab",
        "a{,} ~ ",
        "a{} ~ ",
        "a{ 1} ~ ",
        "a{1,2 ~ ",
        "a{1}b ~ ab aab abab",
        "a{0}b ~ ab aab b &b a-b aAbB a.b bba abab",
        "(a){0}b\\1 ~ ",
        "(?:a{0,2}){2}$ ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "^(?:(?:)|a){2}$ ~ a",
        "(|a)b ~ ab aab b &b a-b aAbB a.b bba abab",
        "(?:|a)+b ~ ab aab b &b a-b aAbB a.b bba abab",
        "(?i)(a)\\1 ~ aab aAbB",
        "b\\b ~ ab aab b &b a-b a.b abab",
        "\\Bb ~ ab aab aAbB bba abab",
        "[^\\n] ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "\\$ ~ ",
        "\\. ~ a.b",
        "\\  ~ ",
        "\\é ~ é",
        "(?x)# ~ a ab aab 123 b t d:g a{ {x} a{,3} [x ]a &b qq a-b aAbB é a.b A x] bba _x ^a abab",
        "(?x)[a b] ~ a ab aab b a{ a{,3} ]a &b a-b aAbB a.b bba ^a abab",
        "(?x)\\ b ~ ",
        "(?x)a\\ b ~ ",
        "(a)\\g-1 ~ aab"
    })
    void expressionIsFoundInTheSameNames(String line) {
        BoundedPattern pattern = BoundedPattern.of(halves(line)[0]);
        assertEquals(halves(line)[1], NAMES.stream().filter(pattern::isIn).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[:alpha:] ~ POSIX named classes are supported only within a class",
        "(a)\\2 ~ reference to non-existent subpattern",
        "a** ~ nothing to repeat",
        "^*a ~ nothing to repeat",
        "$* ~ nothing to repeat",
        "a|* ~ nothing to repeat",
        "\\b+a ~ nothing to repeat",
        "( ~ missing )",
        "[ ~ missing terminating ] for character class",
        ") ~ unmatched parentheses",
        "a) ~ unmatched parentheses",
        "(? ~ unrecognized character after (? or (?-",
        "a{65536} ~ number too big in {} quantifier",
        "a{1,65536} ~ number too big in {} quantifier",
        "\\ ~ \\ at end of pattern",
        "[a ~ missing terminating ] for character class",
        "[] ~ missing terminating ] for character class",
        "[^] ~ missing terminating ] for character class",
        "[a-[:digit:]]+ ~ invalid range in character class",
        "(?# ~ missing ) after comment"
    })
    void whatIsNoExpressionIsRefusedInTheSameWords(String line) {
        var refused = assertThrows(PatternSyntaxException.class, () -> BoundedPattern.of(halves(line)[0]));
        assertEquals(halves(line)[1], refused.getDescription());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "(?R) ~ recursion", "(a)(?1) ~ recursion", "(?P<n>a)(?P>n) ~ recursion", "(?|a|b) ~ (?|...)",
        "(a)?(?(1)a|b) ~ a condition (?(...)...)", "(*FAIL) ~ a verb (*...)", "(?C1) ~ a callout (?C)", "(?U)a+ ~ option U",
        "(?J)a ~ option J", "\\X ~ \\X", "\\u ~ \\u", "\\N{name} ~ \\N{name}", "\\p{Greek} ~ \\p or \\P with this name"
    })
    void whatIsNotSupportedIsRefusedAndNotTakenForSomethingElse(String line) {
        var refused = assertThrows(PatternSyntaxException.class, () -> BoundedPattern.of(halves(line)[0]));
        assertEquals(halves(line)[1] + " is not supported", refused.getDescription());
    }

    @Test
    void expressionThatAnEarlierReleaseTookIsFoundInNothing() {
        BoundedPattern kept = BoundedPattern.kept("^*a");
        assertEquals(List.of(), NAMES.stream().filter(kept::isIn).toList());
    }

    @Test
    void lineFeedAtTheEndIsPassedOverByTheDollarAndNotByTheEnd() {
        assertEquals(
                List.of(true, true, false, true, false),
                Arrays.stream(new String[] {"a$", "a\\Z", "a\\z", "(?m)^a$", "a.$"})
                        .map(expression -> BoundedPattern.of(expression).isIn("a\n"))
                        .toList());
    }
}
