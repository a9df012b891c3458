package com.eventfulhq.infra.database;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Wallets of as many new users, in the order of their keys, opened with the same amount each. */
record Wallets(DatabaseAddress database, List<UUID> ids) {

    static Wallets open(DatabaseAddress database, int count, int amount) {
        return new Wallets(
                database,
                IntStream.range(0, count)
                        .mapToObj(each -> open(database, amount))
                        .sorted((one, other) -> one.toString().compareTo(other.toString()))
                        .toList());
    }

    private static UUID open(DatabaseAddress database, int amount) {
        var user = UUID.randomUUID();
        Sql.script(
                database,
                "INSERT INTO security.users (user_id, email, primary_archetype) VALUES ('" + user + "', '" + user
                        + "@example.com', 'Fan'); SELECT finance.credit('opening-" + user
                        + "', wallet_id, " + amount + ") FROM finance.wallets WHERE user_id = '" + user + "'");
        return UUID.fromString(Sql.rows(database, "SELECT wallet_id FROM finance.wallets WHERE user_id = ?", user)
                .get(0)
                .get("wallet_id"));
    }

    UUID get(int index) {
        return ids.get(index);
    }

    /** Available, pending and frozen of each, as "a/p/f" without needless zeros. */
    List<String> balances() {
        return told("finance.wallets");
    }

    /** The same, as the ledger alone tells it. */
    List<String> rebuilt() {
        return told("finance.wallet_balances_from_ledger");
    }

    private List<String> told(String from) {
        var query =
                "SELECT concat_ws('/', trim_scale(available_balance), trim_scale(pending_balance), trim_scale(frozen_balance))"
                        + " AS told FROM " + from + " WHERE wallet_id = ANY (?) ORDER BY wallet_id";
        return Sql.rows(database, query, (Object) ids.toArray(new UUID[0])).stream()
                .map(row -> row.get("told"))
                .toList();
    }
}
