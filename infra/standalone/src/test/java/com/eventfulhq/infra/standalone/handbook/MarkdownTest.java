package com.eventfulhq.infra.standalone.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void aCellIsOneLineThatNothingBreaks() {
        assertThat(Markdown.plain(" a | b\nand <c> ")).isEqualTo("a \\| b and &lt;c>");
        assertThat(Markdown.code("a || b")).isEqualTo("`a \\|\\| b`");
    }

    @Test
    void noCodeIsNothing() {
        assertThat(Markdown.code("")).isEmpty();
    }

    @Test
    void aTableHasALineBelowItsTitles() {
        assertThat(Markdown.header("a", "b")).isEqualTo("| a | b |\n| --- | --- |\n");
    }
}
