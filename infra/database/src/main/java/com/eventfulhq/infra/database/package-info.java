/**
 * The database's way from empty to current: migrations, service roles, template copies. The one place with JDBC.
 *
 * <p>Flow: address of an administrator → {@link com.eventfulhq.infra.database.Migrator} (Flyway, one transaction) →
 * roles may log in.
 *
 * <p>Promises: migrating twice changes nothing; a migration that fails leaves the database as it was; a database that
 * is newer than this code is refused. Never: run inside a service, or keep a password in a script.
 */
@NullMarked
package com.eventfulhq.infra.database;

import org.jspecify.annotations.NullMarked;
