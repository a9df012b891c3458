package com.eventfulhq.common.event.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event of one type is, once and for all: its fields only grow.
 *
 * @param type    lower case, dot separated: {@code <domain>[.<sub>].<past-tense verb>}
 * @param domain  the domain of the data model it belongs to
 * @param means   what happened
 * @param data    its fields, in order
 * @param carrier set if this is only a name: the event travels as another type
 */
public record EventContract(
        String type,
        String domain,
        String means,
        Terms terms,
        Telling telling,
        List<DataField> data,
        @Nullable Carrier carrier) {

    public EventContract {
        data = List.copyOf(data);
    }

    /** Stands for a producer, or a table, that may be any. */
    public static final String ANY = "any";

    /**
     * @param version   of the fields; it rises when fields are added
     * @param producers who may say so; {@link #ANY} alone if everybody may
     * @param about     the table of what it is about, or {@link #ANY}
     * @param key       the field of the data that is the record's key; null: the related entity is
     */
    public record Terms(
            int version,
            Basis basis,
            List<String> producers,
            String about,
            Topic topic,
            @Nullable String key) {
        public Terms {
            producers = List.copyOf(producers);
        }

        boolean allows(String producer) {
            return producers.contains(ANY) || producers.contains(producer);
        }
    }

    /**
     * Who hears of it, as a proposal: preferences, consents and triggers decide.
     *
     * @param channels in the order they are tried
     * @param category null if it is nothing a template could be of
     * @param critical ignores quiet hours, caps and opt-outs
     * @param note     a condition or custom, in prose
     */
    public record Telling(
            List<Told> told,
            List<Channel> channels,
            @Nullable Category category,
            boolean critical,
            @Nullable String note) {
        public Telling {
            told = List.copyOf(told);
            channels = List.copyOf(channels);
        }
    }

    /**
     * One audience.
     *
     * @param category what the notice is for this audience, if not what it is for the others
     */
    public record Told(Audience audience, @Nullable Category category) {}

    /**
     * The event this name is another name of.
     *
     * @param field with which value; null: always
     */
    public record Carrier(
            String type, @Nullable String field, @Nullable String value) {}

    public Optional<DataField> field(String name) {
        return data.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
