package com.eventfulhq.hub;

import com.eventfulhq.common.house.HouseRules;

class HouseRulesTest extends HouseRules {

    HouseRulesTest() {
        super("com.eventfulhq.hub");
    }
}
