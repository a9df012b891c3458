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
 * <p>Threads: a {@code Lookout}, its {@code Followers} and {@code Onlooker}s are touched on their event loop only.
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
