/**
 * Failure drills: the whole house takes callbacks while something in it is killed, made to forget or stopped; afterwards every
 * message is accounted for.
 *
 * <p>Flow: house started → {@code Crowd} composed → {@code Meta} posts and repeats as Meta does, while a {@code Trouble} happens →
 * backlog drained → {@code Facts} from log, PostgreSQL and Redis → {@code Ledger}, which balances or says what does not.
 *
 * <p>Promises: the judgement sees only what was sent, answered and stored, never what the house says of itself. Never: a
 * measurement; the load generator shares the machine, and its figures are there to show that work went on.
 */
@NullMarked
package com.eventfulhq.infra.bench.drill;

import org.jspecify.annotations.NullMarked;
