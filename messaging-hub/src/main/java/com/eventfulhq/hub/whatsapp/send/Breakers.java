package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.PhoneNumberId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Numbers Meta does not let send: a token, a payment, a policy. One message a minute is tried; all others wait.
 *
 * <pre>closed ──paused by Meta──▶ open ──a minute──▶ one probe ──accepted──▶ closed
 *                              ▲                  └──paused again──┘</pre>
 */
@Component
final class Breakers {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private final SendSettings.Breaker settings;
    private final Clock clock;
    private final Map<PhoneNumberId, Instant> probeAt;

    Breakers(SendSettings settings, Clock clock, MeterRegistry registry) {
        this.settings = settings.breaker();
        this.clock = clock;
        int most = this.settings.remembered();
        this.probeAt = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<PhoneNumberId, Instant> eldest) {
                return size() > most;
            }
        };
        registry.gauge("eventful.send.breakers.open", this, Breakers::open);
    }

    /** Whether a message of this number has to wait, and until when. Whoever is let through while it is open is the probe. */
    synchronized Optional<Instant> holds(PhoneNumberId number) {
        var probe = probeAt.get(number);
        if (probe == null) {
            return Optional.empty();
        }
        var now = clock.instant();
        if (now.isBefore(probe)) {
            return Optional.of(probe);
        }
        probeAt.put(number, now.plus(settings.probe()));
        return Optional.empty();
    }

    /** @return when the next message may be tried */
    synchronized Instant trip(PhoneNumberId number, String why) {
        var probe = clock.instant().plus(settings.probe());
        if (probeAt.put(number, probe) == null) {
            LOG.error("business number {} is paused: {}", number, why);
        }
        return probe;
    }

    synchronized void close(PhoneNumberId number) {
        if (probeAt.remove(number) != null) {
            LOG.info("business number {} sends again", number);
        }
    }

    private synchronized int open() {
        return probeAt.size();
    }
}
