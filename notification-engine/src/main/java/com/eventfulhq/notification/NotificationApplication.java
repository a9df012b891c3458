package com.eventfulhq.notification;

import com.eventfulhq.common.database.DatabaseConfiguration;
import com.eventfulhq.common.live.LiveConfiguration;
import com.eventfulhq.common.log.LogConfiguration;
import com.eventfulhq.common.problem.ProblemConfiguration;
import com.eventfulhq.common.token.TokenConfiguration;
import com.eventfulhq.common.token.TokenFilter;
import com.eventfulhq.common.token.Tokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The notification engine as a process of its own. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import({
    LogConfiguration.class,
    DatabaseConfiguration.class,
    LiveConfiguration.class,
    ProblemConfiguration.class,
    TokenConfiguration.class
})
public class NotificationApplication {

    public static void main(String[] args) {
        SpringApplication.run(NotificationApplication.class, args);
    }

    /** Every path below {@code /v1} needs a token here: the engine has no handshake of its own. */
    @Bean
    TokenFilter tokenFilter(Tokens tokens) {
        return new TokenFilter(tokens, "");
    }
}
