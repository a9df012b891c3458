package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.hub.whatsapp.conversation.BusinessNumber;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.message.StatusUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one batch brings, sorted by kind and each message once; decided without the database.
 *
 * @param messages  the first of each wamid, in the order of the log
 * @param repeated  how many messages of the batch came again within it
 */
record Changes(
        List<Callback.Written> messages,
        List<StatusUpdate> statuses,
        List<Callback.Changed> others,
        List<Callback.Unreadable> unreadable,
        int repeated) {

    static Changes of(List<LogRecord> batch) {
        Map<Wamid, Callback.Written> messages = new LinkedHashMap<>();
        var changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0);
        int repeated = 0;
        for (var record : batch) {
            switch (CallbackDecoder.decode(record)) {
                case Callback.Written written -> {
                    if (messages.putIfAbsent(written.message().wamid(), written) != null) {
                        repeated++;
                    }
                }
                case Callback.StatusTold told -> changes.statuses.add(told.update());
                case Callback.Changed changed -> changes.others.add(changed);
                case Callback.Unreadable unreadable -> changes.unreadable.add(unreadable);
            }
        }
        return new Changes(
                List.copyOf(messages.values()), changes.statuses, changes.others, changes.unreadable, repeated);
    }

    /** The calls the others tell of, in the order of the log. */
    List<Callback.Called> calls() {
        return others.stream().flatMap(changed -> changed.calls().stream()).toList();
    }

    List<BusinessNumber> numbers() {
        List<BusinessNumber> numbers = new ArrayList<>(messages.size());
        messages.forEach(written -> numbers.add(written.number()));
        calls().forEach(called -> numbers.add(called.number()));
        return numbers;
    }

    /** Everybody the batch names: who wrote or called, and who got a further identity. */
    List<Person> people() {
        List<Person> people = new ArrayList<>();
        messages.forEach(written -> people.add(written.person()));
        calls().forEach(called -> people.add(called.person()));
        others.forEach(changed -> changed.renamings().forEach(renaming -> people.add(renaming.person())));
        return people;
    }
}
