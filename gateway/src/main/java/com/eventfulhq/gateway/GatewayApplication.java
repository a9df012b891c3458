package com.eventfulhq.gateway;

import com.eventfulhq.common.live.LiveConfiguration;
import com.eventfulhq.common.log.LogConfiguration;
import com.eventfulhq.common.problem.ProblemConfiguration;
import com.eventfulhq.common.token.TokenConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway. It has no database: what it takes in goes onto the log. */
@SpringBootApplication(exclude = {R2dbcAutoConfiguration.class, DataR2dbcAutoConfiguration.class})
@Import({LogConfiguration.class, LiveConfiguration.class, ProblemConfiguration.class, TokenConfiguration.class})
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
