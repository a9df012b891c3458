package com.eventfulhq.infra.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.eventfulhq.infra.database.DatabaseAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutsideTest {

    private static final Ports PORTS = Ports.of(Map.of());

    @Test
    void everythingIsOursUnlessSaid() {
        var addresses = Addresses.of(PORTS, Outside.of(Map.of("EVENTFUL_REDIS_URL", " ")));

        assertThat(addresses.postgres().r2dbcUrl()).isEqualTo("r2dbc:postgresql://127.0.0.1:15432/eventful");
        assertThat(addresses.redisHost() + ":" + addresses.redisPort()).isEqualTo("127.0.0.1:16379");
        assertThat(addresses.kafka()).isEqualTo("127.0.0.1:19092");
    }

    @Test
    void addressesAreTakenFromTheEnvironment() {
        var addresses = Addresses.of(
                PORTS,
                Outside.of(Map.of(
                        "EVENTFUL_POSTGRES_URL", "postgresql://admin:secret@db.example/hub",
                        "EVENTFUL_REDIS_URL", "redis://cache.example:6379",
                        "EVENTFUL_KAFKA_BOOTSTRAP", "a.example:9092,b.example:9092")));

        assertThat(addresses)
                .isEqualTo(new Addresses(
                        new DatabaseAddress("db.example", 5432, "hub", "admin", "secret"),
                        "cache.example",
                        6379,
                        "a.example:9092,b.example:9092"));
    }

    @Test
    void anAddressThatCannotBeReadIsNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Outside.of(Map.of("EVENTFUL_POSTGRES_URL", "postgresql://admin:secret@/hub")))
                .withMessageNotContaining("secret");
    }
}
