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
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The notification engine as a process of its own. Its SQL is its own, too: what Spring would add to it is left out, for it only makes starts longer. */
@SpringBootApplication(
        proxyBeanMethods = false,
        exclude = {
            DataR2dbcAutoConfiguration.class,
            DataR2dbcRepositoriesAutoConfiguration.class,
            DataRedisRepositoriesAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class,
            R2dbcTransactionManagerAutoConfiguration.class,
            TransactionAutoConfiguration.class
        })
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
