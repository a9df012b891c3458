/**
 * The domain events of the platform as contracts. {@code domain-events.yaml} beside this package says which events there are:
 * who says them, about what, with which fields, who is told and how; {@link EventCatalogue} reads it once and refuses one that
 * contradicts itself; {@link DomainEvents} writes and reads events by it.
 *
 * <pre>
 * producer:  DomainEvent ── DomainEvents.encode ──▶ LogEntry (refuses what breaks the contract)
 * consumer:  bytes ── DomainEvents.decode ──▶ Read(event, contract) | Refused(findings, each with a JSON pointer)
 * </pre>
 *
 * <p>Promises: what is read fits its contract; fields the contract does not know are kept; a newer schema version can be read.
 * Never: a conversion of money, a decision about who is told (an {@link Audience} only says where to look).
 */
@NullMarked
package com.eventfulhq.common.event.catalogue;

import org.jspecify.annotations.NullMarked;
