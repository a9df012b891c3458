package com.eventfulhq.infra.simulator.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The numbers and templates the simulator knows. Few and read often, hence copy on write. */
public final class Accounts {
    private static final int MAX_TEMPLATES = 6_000;

    private final List<BusinessNumber> numbers;
    private final CopyOnWriteArrayList<MessageTemplate> templates;

    public Accounts(List<BusinessNumber> numbers, List<MessageTemplate> templates) {
        this.numbers = List.copyOf(numbers);
        this.templates = new CopyOnWriteArrayList<>(templates);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("numbers: none (expected: at least one business number)");
        }
    }

    public BusinessNumber first() {
        return numbers.getFirst();
    }

    public List<BusinessNumber> numbers() {
        return numbers;
    }

    public Optional<BusinessNumber> number(String phoneNumberId) {
        return numbers.stream()
                .filter(number -> number.phoneNumberId().equals(phoneNumberId))
                .findFirst();
    }

    public boolean isAccount(String wabaId) {
        return numbers.stream().anyMatch(number -> number.wabaId().equals(wabaId));
    }

    public List<MessageTemplate> templates() {
        return List.copyOf(templates);
    }

    /** A template in exactly this language: {@code en} is not {@code en_US}. */
    public Optional<MessageTemplate> template(String name, String language) {
        return templates.stream()
                .filter(template -> isSame(template, name, language))
                .findFirst();
    }

    /** Adds the template, or replaces the one with the same name and language. */
    public synchronized void put(MessageTemplate template) {
        if (templates.size() >= MAX_TEMPLATES) {
            throw new IllegalStateException("templates: " + MAX_TEMPLATES + " already (expected: fewer)");
        }
        templates.removeIf(old -> isSame(old, template.name(), template.language()));
        templates.add(template);
    }

    private static boolean isSame(MessageTemplate template, String name, String language) {
        return template.name().equals(name) && template.language().equals(language);
    }
}
