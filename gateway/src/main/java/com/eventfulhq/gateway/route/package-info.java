/**
 * Passes REST on to the services behind.
 *
 * <p>Flow: token verified ({@code TokenFilter}) → {@code RouteTable} finds who owns the path → {@code RouteFilter} sends the
 * request on and streams the answer back.
 *
 * <p>Promises: method, path, query, end-to-end headers and body arrive as they were sent, and so does the answer; a request is
 * sent on at most once; a caller who leaves ends the call behind; bodies, connections and waiting are bounded.
 *
 * <p>Never: reads a body, keeps one in memory, tries again, decides who may do what (the owner of the path does), or tells where
 * a service runs.
 */
@NullMarked
package com.eventfulhq.gateway.route;

import org.jspecify.annotations.NullMarked;
