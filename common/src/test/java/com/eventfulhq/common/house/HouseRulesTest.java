package com.eventfulhq.common.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

class HouseRulesTest extends HouseRules {

    HouseRulesTest() {
        super("com.eventfulhq.common");
    }

    @Test
    void theKernelKnowsNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.eventfulhq.gateway..", "com.eventfulhq.hub..", "com.eventfulhq.notification..")
                .check(classes);
    }
}
