/**
 * Random people against a model of {@code docs/realtime.md}: every answer, every event and every unread counter of the real house is
 * what the model says, step by step.
 *
 * <p>{@link com.eventfulhq.infra.bench.chat.model.ModelRun} draws the steps, {@code Talk} is what the page says of one conversation,
 * {@code Person} a connection that keeps what it heard.
 */
@NullMarked
package com.eventfulhq.infra.bench.chat.model;

import org.jspecify.annotations.NullMarked;
