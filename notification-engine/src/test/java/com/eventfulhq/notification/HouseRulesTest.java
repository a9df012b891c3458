package com.eventfulhq.notification;

import com.eventfulhq.common.house.HouseRules;

class HouseRulesTest extends HouseRules {

    HouseRulesTest() {
        super("com.eventfulhq.notification");
    }
}
