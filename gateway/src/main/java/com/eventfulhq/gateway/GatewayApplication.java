package com.eventfulhq.gateway;

import com.eventfulhq.common.live.LiveConfiguration;
import com.eventfulhq.common.log.LogConfiguration;
import com.eventfulhq.common.problem.ProblemConfiguration;
import com.eventfulhq.common.token.TokenConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway. It has no database: what it takes in goes onto the log. */
@SpringBootApplication(
        exclude = {
            R2dbcAutoConfiguration.class,
            DataR2dbcAutoConfiguration.class,
            DataR2dbcRepositoriesAutoConfiguration.class,
            DataRedisRepositoriesAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class,
            R2dbcTransactionManagerAutoConfiguration.class,
            TransactionAutoConfiguration.class
        })
@Import({LogConfiguration.class, LiveConfiguration.class, ProblemConfiguration.class, TokenConfiguration.class})
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
