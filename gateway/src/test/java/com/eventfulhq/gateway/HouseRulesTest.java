package com.eventfulhq.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.eventfulhq.common.house.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest extends HouseRules {

    HouseRulesTest() {
        super("com.eventfulhq.gateway");
    }

    @Test
    void theEdgeHasNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.r2dbc..", "com.eventfulhq.common.database..")
                .check(classes);
    }

    @Test
    void splittingIsPlainJava() {
        noClasses()
                .that()
                .haveSimpleNameStartingWith("Callback")
                .and()
                .haveSimpleNameNotEndingWith("Meters")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..", "io.netty..")
                .check(classes);
    }
}
