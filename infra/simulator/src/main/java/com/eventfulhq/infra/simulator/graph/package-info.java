/**
 * The Graph API face: authorise → find the number → validate → limit → decide the fate → keep → answer.
 *
 * <p>A refusal carries Meta's own error body. A 200 means accepted and nothing more: what becomes of the message is told by
 * callbacks.
 */
@NullMarked
package com.eventfulhq.infra.simulator.graph;

import org.jspecify.annotations.NullMarked;
