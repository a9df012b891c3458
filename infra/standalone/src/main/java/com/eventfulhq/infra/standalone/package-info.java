/**
 * The whole house on one machine, a process each, under one supervisor.
 *
 * <p>Flow: ports free? → servers (PostgreSQL, Redis, Kafka) → migrate → topics → seed → simulator and services → ready →
 * {@code data/standalone.json}. A child that dies is started again; SIGTERM stops all, services first.
 *
 * <p>Promises: state stays in the data directory and is recovered after any end; the ready line comes when every service says
 * so itself. Never: a deployment. Keys and secrets are made per data directory and lie there in plain files.
 */
@NullMarked
package com.eventfulhq.infra.standalone;

import org.jspecify.annotations.NullMarked;
