package com.eventfulhq.common.database;

/** Types of array elements by PostgreSQL's fixed object ids (pg_type.dat): of the element, and of the array of it. */
enum ElementType {
    INT8(20, 1016),
    INT4(23, 1007),
    TEXT(25, 1009),
    TIMESTAMPTZ(1184, 1185),
    UUID(2950, 2951);

    private final int element;
    private final int array;

    ElementType(int element, int array) {
        this.element = element;
        this.array = array;
    }

    int element() {
        return element;
    }

    int array() {
        return array;
    }
}
