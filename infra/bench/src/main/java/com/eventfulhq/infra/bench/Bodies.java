package com.eventfulhq.infra.bench;

import com.eventfulhq.infra.bench.load.Request;
import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackBodies;
import com.eventfulhq.infra.simulator.callback.CallbackItem;
import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.callback.EndUser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The callbacks of a measurement, composed and signed before the clock starts. */
final class Bodies {

    private static final String PATH = "/webhooks/whatsapp";
    /** About half a kilobyte an item makes bodies of 2.2 kB with 4.3 items. */
    private static final int[] MIXED_SIZES = {4, 4, 5, 4, 4, 5, 4, 4, 4, 5};

    private final BusinessNumber number;
    private final CallbackSigner signer;
    private final int users;
    private final CallbackBodies bodies;
    private int next;

    Bodies(BusinessNumber number, String appSecret, int users, long seed) {
        this.number = number;
        this.signer = new CallbackSigner(appSecret);
        this.users = users;
        this.bodies = new CallbackBodies(number, seed);
    }

    /** Bodies of several items: messages, and as many statuses of messages we never sent. */
    List<Request> mixed(int count) {
        var requests = new ArrayList<Request>(count);
        for (int i = 0; i < count; i++) {
            requests.add(request(MIXED_SIZES[i % MIXED_SIZES.length], true));
        }
        return requests;
    }

    /** Bodies of so many messages each, every one new. */
    List<Request> messages(int count, int perBody) {
        var requests = new ArrayList<Request>(count);
        for (int i = 0; i < count; i++) {
            requests.add(request(perBody, false));
        }
        return requests;
    }

    private Request request(int size, boolean withStatuses) {
        var items = new ArrayList<CallbackItem>(size);
        for (int i = 0; i < size; i++) {
            items.add(item(withStatuses && i % 2 == 1));
        }
        int messages = withStatuses ? (size + 1) / 2 : size;
        return Request.post(PATH, CallbackBodies.body(items.toArray(CallbackItem[]::new)), size, messages, signer);
    }

    private CallbackItem item(boolean status) {
        var user = EndUser.nth(next % users);
        var now = Instant.now();
        next++;
        return status
                ? bodies.status(user, bodies.wamid(user), "delivered", now)
                : bodies.text(user, "Is the hall free on the " + next + "th? Grüße 🎉", now);
    }

    BusinessNumber number() {
        return number;
    }
}
