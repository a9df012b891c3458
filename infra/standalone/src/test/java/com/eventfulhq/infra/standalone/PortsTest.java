package com.eventfulhq.infra.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final Outside NOTHING = Outside.of(Map.of());

    @Test
    void areTheOnesOfTheContractUnlessSet() {
        assertThat(Ports.of(Map.of())).isEqualTo(new Ports(8080, 8081, 8082, 8090, 15_432, 16_379, 19_092));
        assertThat(Ports.of(Map.of("EVENTFUL_PORT_GATEWAY", "9000")).gateway()).isEqualTo(9000);
    }

    @Test
    void refuseWhatIsNoPort() {
        for (var wrong : new String[] {"0", "65536", "http", "-1"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Ports.of(Map.of("EVENTFUL_PORT_REDIS", wrong)))
                    .withMessageContaining("EVENTFUL_PORT_REDIS: found " + wrong);
        }
    }

    @Test
    void nameTheOneThatIsTaken() throws IOException {
        var environment = Ports.spare();
        try (var taken = new ServerSocket(0)) {
            environment.put("EVENTFUL_PORT_HUB", Integer.toString(taken.getLocalPort()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> Ports.of(environment).requireFree(NOTHING))
                    .withMessage("port " + taken.getLocalPort()
                            + " is taken (expected: free, or another one in EVENTFUL_PORT_HUB)");
        }
    }

    @Test
    void ofServersOutsideAreNotLookedAt() throws IOException {
        var environment = Ports.spare();
        try (var taken = new ServerSocket(0)) {
            environment.put("EVENTFUL_PORT_KAFKA", Integer.toString(taken.getLocalPort()));
            Ports.of(environment).requireFree(Outside.of(Map.of("EVENTFUL_KAFKA_BOOTSTRAP", "kafka.example:9092")));
        }
    }
}
