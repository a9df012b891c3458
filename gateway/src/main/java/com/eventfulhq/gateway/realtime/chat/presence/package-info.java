/**
 * Who is online. A person is while a node has said so within the lease; whoever watches is told of what differs from what they were
 * told last.
 *
 * <pre>
 * connections ──▶ Attendance ──renews, many with one command──▶ Redis (Leases) ──looks──▶ Sightings (all that are watched here)
 *                                                                                            │ one task per event loop and look
 *                                                                                            ▼
 *                                     client ◀── Onlooker (one per watching client) ◀── Lookout (one per event loop)
 * </pre>
 *
 * <p>How many are online in a large conversation is counted once for all of a node who want to know:
 *
 * <pre>
 *   the hub: who takes part ──▶ Headcount (one per conversation, of the Census) ──looks──▶ Redis (Leases)
 *                                   │ one task per event loop and change
 *                                   ▼
 *             client ◀── Viewer (one per client and conversation) ◀── Gallery (one per event loop)
 * </pre>
 *
 * <p>Threads: a {@code Census} and its {@code Headcount}s are touched on one event loop, their owner; a {@code Lookout}, its {@code Followers} and {@code Onlooker}s, a
 * {@code Gallery} and its {@code Viewer}s are touched on their event loop only.
 * {@code Attendance} and {@code Sightings} are shared; an event loop touches them only for the first and the last of its own.
 *
 * <p>Promises: a connection that breaks and comes back within the lease is noticed by nobody; people who come in thousands cost a
 * few commands; what a slow reader was not told is told later, if it is still so. While Redis is away, everybody stays what they were.
 *
 * <p>Never: decides who may know of whom (the hub does), and is never waited for by anything else.
 */
@NullMarked
package com.eventfulhq.gateway.realtime.chat.presence;

import org.jspecify.annotations.NullMarked;
