/**
 * Negotiations of bookings: offers to and fro until one is accepted, as evidence ({@code docs/negotiation.md}).
 *
 * <pre>
 *            offer                    counter_offer of the other side
 *  (nothing) ─────▶ offered by a side ────────────────────────────────▶ offered by the other side
 *      ▲              │        │
 *      └── rejection ─┘        └── acceptance of the other side ──▶ agreed, for good: nothing but text follows
 *          of the other side,
 *          withdrawal of the own
 * </pre>
 *
 * <p>Flow: open commands about bookings → {@code Loading} what the bookings stand at → {@code Negotiation} decides, purely, by comparing
 * {@code expected_ev} with the last binding event → rows of {@code marketplace.booking_messages}, each sealed by a hash over itself and
 * the one before ({@code Chain}) → domain events.
 *
 * <p>Promises: of two answers to one offer the first counts and the other is told so; what is agreed does not change; whoever is no
 * party learns nothing. The database keeps the same rules once more.
 */
@NullMarked
package com.eventfulhq.hub.chat.negotiation;

import org.jspecify.annotations.NullMarked;
